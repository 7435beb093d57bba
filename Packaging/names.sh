# The names of the package in package registries, and its address. All other files read these names, or a test
# checks that they contain the same names.
# shellcheck shell=bash disable=SC2034

# The name on PyPI. "imagekit" and similar names belong to other projects. The command is imagekit in every package.
pypi_name=imagekit-vips
# The Python module of the wheel. A module "imagekit" would hide the module of django-imagekit.
python_module=imagekit_vips
# The web page of the project. Packages contain the address only if the address is not an example.
homepage=https://example.org/OWNER/imagekit
