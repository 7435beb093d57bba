#!/bin/sh
set -e
imagekit render templates/index.html --context data.json --output public
