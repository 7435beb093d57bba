/* A library for LD_PRELOAD. It causes failures of system calls in imagekit and its workers, on files below one folder.
 *
 *   FAULT_BELOW  the absolute path of the folder, without links
 *   FAULT_CALL   the calls that fail, with commas between them: create, write, close, sync, rename, mkdir, read, flock,
 *                lock (locks of bytes), map (shared memory).
 *   FAULT_ERRNO  the number of the error.
 *   FAULT_FROM   the first call that fails, counted from 1 in each process; all later calls fail too
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_below(const char *path) {
    const char *below = getenv("FAULT_BELOW");
    return below && path && strncmp(path, below, strlen(below)) == 0;
}

/* Returns whether this call must fail. If it must fail, sets errno. */
static int fails(const char *call, const char *path) {
    static atomic_int count;
    const char *wanted = getenv("FAULT_CALL");
    if (!wanted || !is_below(path)) return 0;
    for (size_t length = strcspn(wanted, ","); ; wanted += length + 1, length = strcspn(wanted, ",")) {
        if (strlen(call) == length && strncmp(wanted, call, length) == 0) break;
        if (!wanted[length]) return 0;
    }
    if (atomic_fetch_add(&count, 1) + 1 < atoi(getenv("FAULT_FROM"))) return 0;
    errno = atoi(getenv("FAULT_ERRNO"));
    return 1;
}

static int fails_at(const char *call, int descriptor) {
    char link[64], path[PATH_MAX];
    int error = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = error;
    if (length < 0) return 0;
    path[length] = 0;
    return fails(call, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                                    \
    int name(const char *path, int flags, ...) {                                      \
        va_list rest;                                                                 \
        va_start(rest, flags);                                                        \
        mode_t mode = va_arg(rest, mode_t);                                           \
        va_end(rest);                                                                 \
        if ((flags & O_CREAT) && fails("create", path)) return -1;                    \
        return REAL(name)(path, flags, mode);                                         \
    }
OPEN(open)
OPEN(open64)

#define ON_DESCRIPTOR(type, name, call, parameters, arguments)                        \
    type name parameters { return fails_at(call, descriptor) ? -1 : REAL(name) arguments; }

ON_DESCRIPTOR(ssize_t, write, "write", (int descriptor, const void *data, size_t count), (descriptor, data, count))
ON_DESCRIPTOR(ssize_t, pwrite, "write", (int descriptor, const void *data, size_t count, off_t at), (descriptor, data, count, at))
ON_DESCRIPTOR(ssize_t, pwrite64, "write", (int descriptor, const void *data, size_t count, off64_t at), (descriptor, data, count, at))
ON_DESCRIPTOR(int, ftruncate, "write", (int descriptor, off_t size), (descriptor, size))
ON_DESCRIPTOR(int, ftruncate64, "write", (int descriptor, off64_t size), (descriptor, size))
ON_DESCRIPTOR(ssize_t, read, "read", (int descriptor, void *data, size_t count), (descriptor, data, count))
ON_DESCRIPTOR(ssize_t, pread, "read", (int descriptor, void *data, size_t count, off_t at), (descriptor, data, count, at))
ON_DESCRIPTOR(ssize_t, pread64, "read", (int descriptor, void *data, size_t count, off64_t at), (descriptor, data, count, at))
ON_DESCRIPTOR(int, fsync, "sync", (int descriptor), (descriptor))
ON_DESCRIPTOR(int, fdatasync, "sync", (int descriptor), (descriptor))

ON_DESCRIPTOR(int, flock, "flock", (int descriptor, int operation), (descriptor, operation))

static int is_lock(int command) {
    return command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK || command == F_OFD_SETLKW
        || command == F_OFD_GETLK;
}

#define CONTROL(name)                                                                 \
    int name(int descriptor, int command, ...) {                                      \
        va_list rest;                                                                 \
        va_start(rest, command);                                                      \
        void *argument = va_arg(rest, void *);                                        \
        va_end(rest);                                                                 \
        if (is_lock(command) && fails_at("lock", descriptor)) return -1;              \
        return REAL(name)(descriptor, command, argument);                             \
    }
CONTROL(fcntl)
CONTROL(fcntl64)

#define MAP(name, offset_type)                                                        \
    void *name(void *start, size_t length, int protection, int flags, int descriptor, offset_type at) { \
        if (descriptor >= 0 && (flags & MAP_SHARED) && fails_at("map", descriptor)) return MAP_FAILED; \
        return REAL(name)(start, length, protection, flags, descriptor, at);          \
    }
MAP(mmap, off_t)
MAP(mmap64, off64_t)

/* A network file system can report failed writes when a file is closed. A call that fails also releases the descriptor. */
int close(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    int bad = flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && fails_at("close", descriptor);
    int error = errno, result = REAL(close)(descriptor);
    if (bad) errno = error;
    return bad ? -1 : result;
}

int rename(const char *from, const char *to) {
    return fails("rename", from) || fails("rename", to) ? -1 : REAL(rename)(from, to);
}

/* The destination is relative to a folder. The source is below the same folder. */
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    return fails("rename", from) ? -1 : REAL(renameat)(from_folder, from, to_folder, to);
}

int mkdir(const char *path, mode_t mode) { return fails("mkdir", path) ? -1 : REAL(mkdir)(path, mode); }

int mkdirat(int folder, const char *name, mode_t mode) {
    return fails_at("mkdir", folder) ? -1 : REAL(mkdirat)(folder, name, mode);
}
