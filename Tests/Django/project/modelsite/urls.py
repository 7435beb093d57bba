from accounts.models import Profile
from django.conf import settings
from django.shortcuts import render
from django.urls import path
from django.views.static import serve
from gallery.models import Photo, Poster
from shop.models import Book


def front(request):
    everything = {
        "profiles": Profile.objects.exclude(avatar="").exclude(avatar=None).order_by("id"),
        "photos": Photo.objects.order_by("id"),
        "posters": Poster.objects.order_by("id"),
        "books": Book.objects.order_by("id"),
    }
    return render(request, "front.html", everything)


urlpatterns = [
    path("", front),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
]
