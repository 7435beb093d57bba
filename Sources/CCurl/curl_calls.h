// Swift cannot call C functions with variable arguments, so these functions call the functions of libcurl. On some
// processors, variable arguments are passed in another way than other arguments, so the calls here use a type with
// variable arguments. LibCurl.swift loads libcurl only if a bucket is used. So each function has the address of a
// function of libcurl as a parameter, and the build requires no headers of libcurl.
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
