"""The addresses under /camera/."""

from django.urls import path

from capture.views import camera, camera_mesh

urlpatterns = [
    path("", camera, name="camera"),
    path("mesh.json", camera_mesh, name="camera_mesh"),
]
