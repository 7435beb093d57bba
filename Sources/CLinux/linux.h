// Kernel and GNU interfaces that Swift's Glibc module leaves out.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// The installed headers can be older than the running kernel. For example, Debian 12 has the headers of Linux 6.1.
// Define the constants that such headers lack.
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13) // Linux 5.19
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14) // Linux 6.2
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15) // Linux 6.10
#endif
#ifndef LANDLOCK_ACCESS_NET_BIND_TCP
#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0) // Linux 6.7
#define LANDLOCK_ACCESS_NET_CONNECT_TCP (1ULL << 1)
#endif
#ifndef LANDLOCK_SCOPE_SIGNAL
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0) // Linux 6.12
#define LANDLOCK_SCOPE_SIGNAL (1ULL << 1)
#endif
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452 // Linux 6.6, the same number on every architecture
#endif

// Swift does not import these macros, because their definitions contain several operators. So define constants.
#if defined(__x86_64__)
static const uint32_t clinux_audit_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
static const uint32_t clinux_audit_architecture = AUDIT_ARCH_AARCH64;
#endif

static const int clinux_tmpfile = O_TMPFILE;

// Returns whether the processor and the kernel support AVX2. The result comes from the instruction CPUID. If an
// emulator such as qemu-user runs the program, this instruction describes the emulated processor, but /proc/cpuinfo can
// describe the processor of the machine.
static inline bool clinux_has_avx2(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

// Swift cannot call C functions with variable arguments.
static inline long clinux_syscall(long number, unsigned long a, unsigned long b, unsigned long c) {
    return syscall(number, a, b, c, 0UL, 0UL);
}

// Opens a file for reading. Fails with EXDEV if a part of the path or a symbolic link leads out of the folder.
static inline int clinux_open_beneath(int folder, const char *path) {
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
    const struct { uint64_t flags, mode, resolve; } how = {flags, 0, 0x08 /* RESOLVE_BENEATH */ | 0x02 /* RESOLVE_NO_MAGICLINKS */};
    const long descriptor = syscall(437 /* openat2, Linux 5.6 */, folder, path, &how, sizeof how);
    // Old kernels do not have this call, and some containers forbid it. In both cases, refuse only a link at the end of
    // the path.
    if (descriptor < 0 && (errno == ENOSYS || errno == EPERM)) return openat(folder, path, flags | O_NOFOLLOW);
    return (int)descriptor;
}

static inline int clinux_prctl(int option, unsigned long a, unsigned long b) {
    return prctl(option, a, b, 0UL, 0UL);
}

// Starts a program as the leader of a new process group, with the three given standard streams. The kernel kills the
// program when the calling thread ends. posix_spawn() cannot request this. Returns 0, or the error of the step that
// failed.
static inline int clinux_start_program(pid_t *process, const char *path, char *const arguments[], char *const environment[],
                                       const char *folder, int input, int output, int messages) {
    int report[2];
    if (pipe2(report, O_CLOEXEC) < 0) return errno;
    sigset_t all, former;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL, 0UL, 0UL, 0UL);
        // If the parent ended before the call took effect, the kernel sends no signal. So end this process here.
        if (getppid() != parent) _exit(127);
        for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        // First copy the streams to descriptors above 2, because a stream can have the number that another stream must
        // get.
        const int streams[3] = {fcntl(input, F_DUPFD_CLOEXEC, 3), fcntl(output, F_DUPFD_CLOEXEC, 3),
                                fcntl(messages, F_DUPFD_CLOEXEC, 3)};
        int failed = 0;
        for (int number = 0; number < 3; number++) failed |= dup2(streams[number], number) < 0;
        // Close all other descriptors at the call of execve() (CLOSE_RANGE_CLOEXEC, Linux 5.11). Ignore an error,
        // because imagekit opens its own descriptors with O_CLOEXEC.
        if (!failed) syscall(436, 3U, ~0U, 4U);
        if (!failed && (folder == NULL || chdir(folder) == 0)) execve(path, arguments, environment);
        const int code = errno;
        if (write(report[1], &code, sizeof code) < 0) _exit(126);
        _exit(127);
    }
    int code = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    close(report[1]);
    if (child > 0) {
        ssize_t count;
        do count = read(report[0], &code, sizeof code); while (count < 0 && errno == EINTR);
        if (count != sizeof code) code = 0;
        if (code != 0) while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    }
    close(report[0]);
    *process = child;
    return code;
}
