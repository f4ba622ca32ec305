from django.urls import include, path

from rostok.kernel.timeline.pages import JournalPage
from rostok.kernel.ui.views import AppearancePage, GalleryPage
from rostok.kernel.views import JobPage

app_name = "kernel"
urlpatterns = [
    path("ui/appearance/", AppearancePage.as_view(), name="appearance"),
    path("ui/gallery/", GalleryPage.as_view(), name="gallery"),
    path("journal/", JournalPage.as_view(), name="journal"),
    path("jobs/<int:pk>/", JobPage.as_view(), name="job"),
    path("imports/", include("rostok.kernel.tabular.urls")),
]
