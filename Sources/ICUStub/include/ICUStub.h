#pragma once

// ICUStub.c has no interface: the linker uses its symbols instead of the symbols in Foundation's static library.
