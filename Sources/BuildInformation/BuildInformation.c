#include "BuildInformation.h"

#if __has_include(<vips/version.h>)
#include <vips/version.h>
#endif

// Package.swift defines IMAGEKIT_COMMIT as the value of the environment variable IMAGEKIT_COMMIT. `make build` sets this
// variable.
#ifndef IMAGEKIT_COMMIT
#define IMAGEKIT_COMMIT ""
#endif

#ifndef VIPS_VERSION
#define VIPS_VERSION ""
#endif

const char *buildCommit(void) { return IMAGEKIT_COMMIT; }

const char *buildVipsVersion(void) { return VIPS_VERSION; }
