#pragma once

/// The commit that was built, or an empty text if the build did not define it.
const char *buildCommit(void);

/// The version of libvips whose headers were installed during the build, or an empty text. Only headers are read, so
/// nothing links libvips.
const char *buildVipsVersion(void);
