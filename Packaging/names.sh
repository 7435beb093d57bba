# The names of the package in registries. Every other file reads or checks them.
# shellcheck shell=bash disable=SC2034

# The name on PyPI. "imagekit" and similar names belong to other projects. The command is imagekit in every package.
pypi_name=imagekit-vips
# The Python module of the wheel. A module "imagekit" would hide that of django-imagekit.
python_module=imagekit_vips
