"""The album's pages and the photos' files."""

from django.urls import path

from gallery.views import albums, downloads, files, photos

urlpatterns = [
    path("album/", albums.album, name="album"),
    path("album/trash/", albums.trash, name="trash"),
    path("downloads/", downloads.downloads, name="downloads"),
    path("downloads/everything/", downloads.everything, name="download_everything"),
    path("downloads/selection/", downloads.selection, name="download_selection"),
    path("downloads/<uuid:uid>/file", downloads.file, name="download_file"),
    path("downloads/<uuid:uid>/delete/", downloads.delete, name="download_delete"),
    path("photos/<uuid:uid>/", photos.photo, name="photo"),
    path("photos/<uuid:uid>/trash/", photos.photo_trash, name="photo_trash"),
    path("photos/<uuid:uid>/restore/", photos.photo_restore, name="photo_restore"),
    path("photos/<uuid:uid>/make-main/", photos.photo_make_main, name="photo_make_main"),
    path("photos/<uuid:uid>/delete/", photos.photo_delete, name="photo_delete"),
    path("photos/<uuid:uid>/photo.jpg", files.photo_file, name="photo_file"),
    path("photos/<uuid:uid>/thumbnail.jpg", files.photo_thumbnail, name="photo_thumbnail"),
    path("photos/<uuid:uid>/card.png", files.photo_card, name="photo_card"),
]
