// Calls of libcurl's functions with variable arguments. Swift cannot call such functions, and on some processors their
// arguments are passed in another way than those of other functions. The functions' addresses are arguments here,
// because libcurl is loaded when it is needed (LibCurl.swift). So the build requires no headers of libcurl.
#ifndef IMAGEKIT_CURL_CALLS_H
#define IMAGEKIT_CURL_CALLS_H

#include <stddef.h>

typedef int (*imagekit_curl_variadic)(void *, int, ...);
typedef size_t (*imagekit_curl_receiver)(char *, size_t, size_t, void *);

static inline int imagekit_curl_set_long(void *setopt, void *handle, int option, long value) {
    return ((imagekit_curl_variadic)setopt)(handle, option, value);
}

static inline int imagekit_curl_set_pointer(void *setopt, void *handle, int option, const void *value) {
    return ((imagekit_curl_variadic)setopt)(handle, option, value);
}

static inline int imagekit_curl_set_receiver(void *setopt, void *handle, int option, imagekit_curl_receiver value) {
    return ((imagekit_curl_variadic)setopt)(handle, option, value);
}

/// For options of the type `curl_off_t`, which has 64 bits on all systems.
static inline int imagekit_curl_set_offset(void *setopt, void *handle, int option, long long value) {
    return ((imagekit_curl_variadic)setopt)(handle, option, value);
}

static inline int imagekit_curl_get_long(void *getinfo, void *handle, int info, long *value) {
    return ((imagekit_curl_variadic)getinfo)(handle, info, value);
}

#endif
