#include "BuildInformation.h"

#if __has_include(<vips/version.h>)
#include <vips/version.h>
#endif

#if __has_include(<libdeflate.h>)
#include <libdeflate.h>
#endif

// Package.swift defines IMAGEKIT_COMMIT as the value of the environment variable IMAGEKIT_COMMIT. `make build` sets this
// variable.
#ifndef IMAGEKIT_COMMIT
#define IMAGEKIT_COMMIT ""
#endif

#ifndef VIPS_VERSION
#define VIPS_VERSION ""
#endif

#ifndef LIBDEFLATE_VERSION_STRING
#define LIBDEFLATE_VERSION_STRING ""
#endif

const char *buildCommit(void) { return IMAGEKIT_COMMIT; }

const char *buildVipsVersion(void) { return VIPS_VERSION; }

const char *buildDeflateVersion(void) { return LIBDEFLATE_VERSION_STRING; }
