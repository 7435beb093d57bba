# A formula for Homebrew. It is untested. Set url and sha256 to the values of a release.
class Imagekit < Formula
  desc "Make thumbnails and other images from folders of images"
  homepage "https://example.org/imagekit"
  url "https://example.org/imagekit-0.2.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "BSD-3-Clause"

  depends_on "pkgconf" => :build
  depends_on "swift" => :build
  depends_on "libdeflate"
  depends_on "sqlite"
  depends_on "vips"

  def install
    args = ["--disable-sandbox", "-c", "release"]
    args << "--static-swift-stdlib" if OS.linux?
    %w[imagekit imagekit-worker imagekit-serve].each { |name| system "swift", "build", *args, "--product", name }
    system "make", "install", "PREFIX=#{prefix}"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/imagekit --version")
  end
end
