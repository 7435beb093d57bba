#pragma once

#include <stdint.h>

/// Replaces a function of Swift's standard library. Returns the number of bytes that it wrote to the buffer, which is
/// always 0. Only the linker uses the name of this function.
__attribute__((visibility("hidden"))) intptr_t __wrap__swift_stdlib_getScalarName(
    uint32_t scalar, uint8_t *buffer, intptr_t capacity);
