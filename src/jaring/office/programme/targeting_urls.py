"""The choice under a budget."""

from django.urls import path

from jaring.office.programme import objection_views, scenario_views
from jaring.office.programme import targeting_views as views

app_name = "targeting"
urlpatterns = [
    path("", views.runs, name="list"),
    path("baru/", views.new, name="new"),
    path("skenario/", scenario_views.scenarios, name="scenarios"),
    path("skenario/<uuid:public_id>/tanpa/<uuid:other_id>/", scenario_views.difference, name="difference"),
    path(
        "skenario/<uuid:public_id>/tanpa/<uuid:other_id>/unduh/",
        scenario_views.export_difference,
        name="export_difference",
    ),
    path("skenario/<uuid:public_id>/pilih/", scenario_views.choose, name="choose_scenario"),
    path("skenario/<uuid:public_id>/buang/", scenario_views.discard, name="discard_scenario"),
    path("<uuid:run_id>/skenario/", scenario_views.new, name="new_scenario"),
    path("sanggahan/", objection_views.newest, name="newest_objections"),
    path("sanggahan/<uuid:public_id>/", objection_views.detail, name="objection"),
    path("sanggahan/<uuid:public_id>/telaah/", objection_views.review, name="review_objection"),
    path("sanggahan/<uuid:public_id>/putusan/", objection_views.rule, name="rule_objection"),
    path("<uuid:public_id>/sanggahan/", objection_views.objections, name="objections"),
    path("<uuid:public_id>/sanggahan/buka/", objection_views.open_window, name="open_objections"),
    path("<uuid:public_id>/sanggahan/<uuid:person_id>/", objection_views.file, name="file_objection"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/kelompok.png", views.shares_png, name="shares_png"),
    path("<uuid:public_id>/desa/", views.villages, name="villages"),
    path("<uuid:public_id>/plafon/", views.try_budget, name="try"),
    path("<uuid:public_id>/plafon/unduh/", views.export_moved, name="export_moved"),
    path("<uuid:public_id>/unduh/", views.export, name="export"),
]
