import VipsLoader

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that the dynamic loader could load as libvips.
package struct VipsLibraryFile {
    package let path: String

    package init(path: String) { self.path = path }

    /// The folder of the file after all symbolic links are followed. It is nil if the file does not exist.
    package var realFolder: String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return Self.folder(String(cString: resolved))
    }

    package var folder: String? { Self.folder(path) }

    static func folder(_ path: String) -> String? { path.lastIndex(of: "/").map { String(path[..<$0]) } }

    /// All files that the dynamic loader could load as libvips. The search does not load the files. The array is empty
    /// on systems on which the executable is linked with libvips.
    package static var candidates: [VipsLibraryFile] {
        var files: [VipsLibraryFile] = []
        withUnsafeMutablePointer(to: &files) { files in
            vips_loader_find(files) { files, path in
                guard let files, let path else { return }
                let file = VipsLibraryFile(path: String(cString: path))
                files.assumingMemoryBound(to: [VipsLibraryFile].self).pointee.append(file)
            }
        }
        return files
    }
}
