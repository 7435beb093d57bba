# A recipe for Nix. It is untested. It packs the executables of `make tarball`, because a build with SwiftPM needs the
# network.
{ pkgs ? import <nixpkgs> { } }:

pkgs.stdenv.mkDerivation {
  pname = "imagekit";
  version = "0.2.0";
  src = ../../dist/imagekit-0.2.0-linux-x86_64.tar.gz;

  nativeBuildInputs = [ pkgs.autoPatchelfHook ];
  buildInputs = [ pkgs.sqlite pkgs.stdenv.cc.cc.lib ];
  # The executables load these libraries at run time. The libraries are in the output "out" or "lib" of each package.
  runtimeDependencies = map pkgs.lib.getLib [ pkgs.vips pkgs.curl pkgs.libpq ];

  installPhase = "cp -r . $out";

  meta = {
    description = "Make thumbnails and other images from folders of images";
    license = pkgs.lib.licenses.bsd3;
    platforms = [ "x86_64-linux" ];
    mainProgram = "imagekit";
  };
}
