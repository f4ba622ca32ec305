from django.urls import URLPattern, path

from rostok.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("code/", views.EnterByCodePage.as_view(), name="enter_by_code"),
    path("code/password/", views.PasswordByCodePage.as_view(), name="password_by_code"),
    path("first-password/", views.ChoosePasswordPage.as_view(), name="choose_password"),
    path("personas/<slug:key>/", views.EnterPersonaPage.as_view(), name="enter_as_persona"),
    path("me/", views.MyPage.as_view(), name="me"),
    path("me/sign-out-elsewhere/", views.SignOutElsewherePage.as_view(), name="sign_out_elsewhere"),
    path("me/devices/<int:pk>/end/", views.EndSignInPage.as_view(), name="end_sign_in"),
    path("me/email/", views.OwnEmailPage.as_view(), name="own_email"),
    path("me/kept/", views.KeptPage.as_view(), name="kept"),
    path("me/second-step/", views.TurnOnSecondStepPage.as_view(), name="second_step"),
    path("me/second-step/off/", views.TurnOffSecondStepPage.as_view(), name="second_step_off"),
    path("users/", views.UserListPage.as_view(), name="users"),
    path("users/invite/", views.InvitePage.as_view(), name="invite"),
    path("users/codes/", views.CodesPage.as_view(), name="codes"),
    path("users/review/", views.ReviewPage.as_view(), name="review"),
    path("users/coordinators/", views.CoordinatorsPage.as_view(), name="coordinators"),
    path("users/roles/", views.HoldingListPage.as_view(), name="roles"),
    path("users/roles/unfounded/", views.UnfoundedPage.as_view(), name="unfounded"),
    path("users/roles/<int:pk>/prolong/", views.ProlongRolePage.as_view(), name="prolong_role"),
    path("users/roles/<int:pk>/end/", views.EndRolePage.as_view(), name="end_role"),
    path("users/<int:pk>/", views.UserPage.as_view(), name="user"),
    path("users/<int:pk>/role/", views.GrantRolePage.as_view(), name="grant_role"),
    path("users/<int:pk>/email/", views.UserEmailPage.as_view(), name="user_email"),
    path("users/<int:pk>/code/", views.IssueCodePage.as_view(), name="issue_code"),
    path(
        "users/<int:pk>/second-step/",
        views.ResetSecondStepPage.as_view(),
        name="reset_second_step",
    ),
    path("users/<int:pk>/close/", views.CloseAccessPage.as_view(), name="close_access"),
    path("users/<int:pk>/reopen/", views.ReopenAccessPage.as_view(), name="reopen_access"),
]
