#pragma once

// ICUStub.c has no interface: the linker uses its symbols instead of those of Foundation's static library.
