/// Loads the library libvips when it is first needed.
///
/// On Linux, this target defines each function of libvips and GLib that Swift code calls. Each of these functions jumps
/// to the function of the loaded library. So the executable does not need libvips to start: the dynamic loader takes
/// about 30 ms of CPU time for libvips and its hundred dependencies. On other systems, the executable is linked with
/// libvips.

/// Loads the library and finds its functions. Call this function before any function of libvips or GLib.
/// \return NULL, or the reason why the library cannot be used. The text is valid until the next call of the dynamic
/// loader.
const char *vips_loader_load(void);

/// Calls `found` with the path of each file that `vips_loader_load` could load, without loading the file. The dynamic
/// loader chooses one of these files.
void vips_loader_find(void *context, void (*found)(void *context, const char *path));
