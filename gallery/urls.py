"""The album's pages and the photos' files."""

from django.urls import path

from gallery.views import albums, downloads, files, photos, shared, shares, uploads

urlpatterns = [
    path("album/", albums.album, name="album"),
    path("album/upload/", uploads.upload, name="upload"),
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
    path("photos/<uuid:uid>/share/", shares.photo_share, name="photo_share"),
    path("albums/<uuid:uid>/share/", shares.album_share, name="album_share"),
    path("shares/", shares.shares, name="shares"),
    path("shares/<uuid:uid>/", shares.share, name="share"),
    path("shares/<uuid:uid>/qr.png", shares.share_qr, name="share_qr"),
    path("shares/<uuid:uid>/revoke/", shares.share_revoke, name="share_revoke"),
    path("s/<slug:token>/", shared.shared, name="shared"),
    path("s/<slug:token>/<uuid:uid>/", shared.shared_photo, name="shared_photo"),
    path("s/<slug:token>/<uuid:uid>/photo.jpg", shared.shared_file, name="shared_file"),
    path("s/<slug:token>/<uuid:uid>/small.jpg", shared.shared_thumbnail, name="shared_thumbnail"),
    path("photos/<uuid:uid>/photo.jpg", files.photo_file, name="photo_file"),
    path("photos/<uuid:uid>/thumbnail.jpg", files.photo_thumbnail, name="photo_thumbnail"),
    path("photos/<uuid:uid>/card.png", files.photo_card, name="photo_card"),
]
