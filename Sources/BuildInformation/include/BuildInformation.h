#pragma once

/// The commit that was built, or an empty text if the build did not define it.
const char *buildCommit(void);

/// The version of libvips whose headers were installed during the build, or an empty text if no headers were installed.
/// The build only reads a header, so the executable is not linked to libvips.
const char *buildVipsVersion(void);

/// The version of libdeflate that the worker contains, or an empty text if no headers were installed during the build.
const char *buildDeflateVersion(void);
