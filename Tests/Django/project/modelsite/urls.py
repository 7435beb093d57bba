from accounts.models import Profile
from django.conf import settings
from django.shortcuts import render
from django.urls import path
from django.views.static import serve
from gallery.models import Photo, Poster
from shop.models import Book


def front(request):
    return page(request, "front.html")


def names(request):
    """A page that uses only the URLs of its images."""
    return page(request, "names.html")


def few(request):
    return page(request, "few.html")


def sizes(request):
    """A page that reads the files of its images."""
    return page(request, "sizes.html")


def page(request, template):
    everything = {
        "profiles": Profile.objects.exclude(avatar="").exclude(avatar=None).order_by("id"),
        "photos": Photo.objects.order_by("id"),
        "posters": Poster.objects.order_by("id"),
        "books": Book.objects.order_by("id"),
    }
    return render(request, template, everything)


urlpatterns = [
    path("", front),
    path("names", names),
    path("few", few),
    path("sizes", sizes),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
]
