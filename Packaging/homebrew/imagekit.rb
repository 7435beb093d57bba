# A formula for Homebrew. It is untested. Set homepage, url, and sha256 to the values of a release.
class Imagekit < Formula
  desc "Make thumbnails and other images from folders of images"
  homepage "https://example.org/OWNER/imagekit"
  url "https://example.org/OWNER/imagekit/imagekit-0.2.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "BSD-3-Clause"

  depends_on "pkgconf" => :build
  depends_on "swift" => :build
  depends_on "libdeflate"
  depends_on "sqlite"
  depends_on "vips"

  def install
    args = ["--disable-sandbox", "-c", "release"]
    if OS.linux?
      args << "--static-swift-stdlib"
      # The linker finds libdeflate in this folder, and the executables find libvips and libcurl at run time.
      args += ["-L#{HOMEBREW_PREFIX}/lib", "-rpath=#{HOMEBREW_PREFIX}/lib"].flat_map { |option| ["-Xlinker", option] }
    end
    %w[imagekit imagekit-worker imagekit-serve].each { |name| system "swift", "build", *args, "--product", name }
    system "make", "install", "PREFIX=#{prefix}"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/imagekit --version")
  end
end
