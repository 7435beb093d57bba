#include "UnicodeNamesStub.h"

// Swift's standard library contains the names of all Unicode characters (550 KB) for `Unicode.Scalar.Properties.name`.
// imagekit does not use this property. With the linker option `--wrap` of Package.swift, a static executable calls the
// function in this file instead of the standard library's function, so the linker removes that function and the names. In
// a dynamic build, this function is unused.
//
// With this function, no character has a name. ArchitectureTests checks that no source uses names of characters.
intptr_t __wrap__swift_stdlib_getScalarName(uint32_t scalar, uint8_t *buffer, intptr_t capacity) {
    (void)scalar;
    (void)buffer;
    (void)capacity;
    return 0;
}
