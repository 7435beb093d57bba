#define _GNU_SOURCE
#include "VipsLoader.h"

#if defined(__linux__)

#include "Functions.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIBRARY "libvips.so.42"

#define HIDDEN __attribute__((visibility("hidden")))

static void called_too_early(void) {
    static const char message[] = "a function of libvips was called before libvips was loaded\n";
    (void)!write(STDERR_FILENO, message, sizeof message - 1);
    abort();
}

// The address of each function in the loaded library. Only this file and the jumps below use these variables.
#define ADDRESS(name) HIDDEN void *vips_loader_address_##name = (void *)called_too_early;
VIPS_LOADER_FUNCTIONS(ADDRESS)

static const struct {
    const char *name;
    void **address;
} functions[] = {
#define ENTRY(name) {#name, &vips_loader_address_##name},
    VIPS_LOADER_FUNCTIONS(ENTRY)
};

// A jump keeps the arguments in their registers and on the stack, so it fits functions with any arguments. The symbols
// are hidden: libvips and GLib must continue to call their own functions.
#if defined(__x86_64__)
#define JUMP(name) "jmpq *vips_loader_address_" #name "(%rip)\n"
#elif defined(__aarch64__)
#define JUMP(name)                                  \
    "adrp x16, vips_loader_address_" #name "\n"     \
    "ldr x16, [x16, :lo12:vips_loader_address_" #name "]\n" \
    "br x16\n"
#else
#error "VipsLoader has no code for this architecture"
#endif

#define FUNCTION(name)              \
    __asm__(".pushsection .text\n"  \
            ".globl " #name "\n"    \
            ".hidden " #name "\n"   \
            ".type " #name ", %function\n" \
            #name ":\n"             \
            JUMP(name)              \
            ".size " #name ", . - " #name "\n" \
            ".popsection\n");
VIPS_LOADER_FUNCTIONS(FUNCTION)

// Returns whether the memory limit leaves less than 32 MiB. libvips and its dependencies need 20 MB for their data. The
// messages of the dynamic loader do not show that a lack of memory is the reason of a failure.
static int lacks_memory(void) {
    const size_t size = 32 << 20;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return 1;
    munmap(memory, size);
    return 0;
}

const char *vips_loader_load(void) {
    // The modules and codecs of libvips expect the symbols of libvips and GLib in the global scope. Functions are
    // resolved when they are first called, because resolving all functions of all dependencies takes longer.
    void *library = dlopen(LIBRARY, RTLD_LAZY | RTLD_GLOBAL);
    if (library == NULL) return lacks_memory() ? "out of memory" : dlerror();
    for (size_t index = 0; index < sizeof functions / sizeof *functions; index += 1) {
        void *address = dlsym(library, functions[index].name);
        if (address == NULL) return dlerror();
        *functions[index].address = address;
    }
    return NULL;
}

// Searches the folders of LD_LIBRARY_PATH, of the executable's RUNPATH, and of the system.
static void find_in_search_path(void *context, void (*found)(void *context, const char *path)) {
    void *program = dlopen(NULL, RTLD_LAZY);
    Dl_serinfo size;
    if (program == NULL || dlinfo(program, RTLD_DI_SERINFOSIZE, &size) != 0) return;
    Dl_serinfo *folders = malloc(size.dls_size);
    if (folders == NULL) return;
    if (dlinfo(program, RTLD_DI_SERINFOSIZE, folders) == 0 && dlinfo(program, RTLD_DI_SERINFO, folders) == 0) {
        for (unsigned index = 0; index < folders->dls_cnt; index += 1) {
            char path[4096];
            int length = snprintf(path, sizeof path, "%s/" LIBRARY, folders->dls_serpath[index].dls_name);
            if (length > 0 && (size_t)length < sizeof path && access(path, F_OK) == 0) found(context, path);
        }
    }
    free(folders);
}

// Searches the cache of the dynamic loader, which contains the paths of libraries. A zero byte follows each path.
static void find_in_cache(void *context, void (*found)(void *context, const char *path)) {
    int descriptor = open("/etc/ld.so.cache", O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    struct stat status;
    if (fstat(descriptor, &status) == 0 && status.st_size > 0) {
        size_t size = (size_t)status.st_size;
        const char *cache = mmap(NULL, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (cache != MAP_FAILED) {
            static const char name[] = "/" LIBRARY;
            const char *end = cache + size, *next = cache;
            const char *match;
            while ((match = memmem(next, (size_t)(end - next), name, sizeof name)) != NULL) {
                const char *start = match;
                while (start > cache && start[-1] != '\0') start -= 1;
                found(context, start);
                next = match + sizeof name;
            }
            munmap((void *)cache, size);
        }
    }
    close(descriptor);
}

void vips_loader_find(void *context, void (*found)(void *context, const char *path)) {
    find_in_search_path(context, found);
    find_in_cache(context, found);
}

#else

// The executable is linked with libvips.
const char *vips_loader_load(void) { return (void *)0; }

void vips_loader_find(void *context, void (*found)(void *context, const char *path)) {
    (void)context;
    (void)found;
}

#endif
