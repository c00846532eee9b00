"""Refusals about accounts, links, codes and proposals of access."""

from __future__ import annotations

from jaring.core.errors import JaringError
from jaring.core.text import Text


class LinkInvalidError(JaringError):
    """A link for choosing a password was used, withdrawn, or is too old; or there never was one."""

    code = "JRG-605"
    sentence = Text(
        "Tautan ini tidak berlaku: sudah dipakai, ditarik, atau lewat waktunya.",
        "This link is not valid: it was used, withdrawn, or is too old.",
    )
    hint = Text("Mintalah tautan baru kepada administrator.", "Ask the administrator for a new link.")


class CodeWrongError(JaringError):
    """A code of the second factor is wrong, or was used before."""

    code = "JRG-606"
    sentence = Text("Kode itu tidak cocok atau sudah dipakai.", "That code does not match, or was used before.")
    hint = Text(
        "Tunggu kode berikutnya di aplikasi; periksa apakah jam telepon tepat.",
        "Wait for the next code in the app; check that the telephone's clock is right.",
    )


class CodesRestError(JaringError):
    """Too many wrong codes were tried."""

    code = "JRG-607"
    sentence = Text("Terlalu banyak kode yang salah.", "Too many wrong codes were tried.")
    hint = Text("Tunggu 15 menit, lalu coba kembali.", "Wait 15 minutes, then try again.")


class UsernameTakenError(JaringError):
    """Another account has this name."""

    code = "JRG-608"
    sentence = Text("Nama pengguna itu sudah dipakai.", "That user name is taken.")
    hint = Text("Pilih nama pengguna yang lain.", "Choose another user name.")


class AreaUnfitError(JaringError):
    """The area is not one that this role works in."""

    code = "JRG-609"
    sentence = Text(
        "Wilayah itu tidak sesuai dengan perannya, atau tidak dikenal.",
        "That area does not fit the role, or is not known.",
    )
    hint = Text(
        "Operator memerlukan desa/kelurahan, verifikator kecamatan, peran lain kabupaten.",
        "An operator needs a village, a verifier a district, every other role a regency.",
    )


class RoleKnownError(JaringError):
    """The account holds this role there already, or it was proposed."""

    code = "JRG-610"
    sentence = Text(
        "Peran itu di wilayah itu sudah dipegang atau sudah diusulkan.",
        "That role in that area is held already, or proposed.",
    )
    hint = Text("Lihat peran dan usulan pada halaman akun itu.", "See the roles and proposals on the account's page.")


class ProposalDecidedError(JaringError):
    """The proposal has been decided."""

    code = "JRG-611"
    sentence = Text("Usulan itu sudah diputuskan.", "That proposal has been decided.")
    hint = Text("Buat usulan baru bila masih diperlukan.", "Make a new proposal if it is still needed.")


class OwnAccessError(JaringError):
    """Nobody confirms his own access, or ends his own account."""

    code = "JRG-612"
    sentence = Text(
        "Akses untuk diri sendiri diputuskan oleh orang lain.", "One's own access is decided by somebody else."
    )
    hint = Text(
        "Mintalah kepala dinas atau administrator lain.", "Ask the head of the office or another administrator."
    )


class NothingToResetError(JaringError):
    """The account has no second factor."""

    code = "JRG-613"
    sentence = Text("Akun itu belum memasang pengaman kedua.", "That account has set up no second factor.")
    hint = Text(
        "Cukup buatkan tautan kata sandi baru bila ia tidak dapat masuk.",
        "A link for a new password is enough if the person cannot log in.",
    )


class AccountClosedError(JaringError):
    """The account was closed."""

    code = "JRG-614"
    sentence = Text("Akun itu sudah ditutup.", "That account is closed.")
    hint = Text(
        "Buat undangan baru dengan nama pengguna lain bila orangnya kembali.",
        "Invite the person under another user name if he comes back.",
    )


class PasskeyInvalidError(JaringError):
    """A passkey is unknown here, or what it says is not true of this address and this moment."""

    code = "JRG-461"
    sentence = Text("Kunci sandi itu tidak dapat diterima.", "That passkey cannot be accepted.")
    hint = Text(
        "Coba sekali lagi, atau masuklah dengan kata sandi dan kode.",
        "Try once more, or log in with password and code.",
    )


class PasskeyKnownError(JaringError):
    """This passkey is kept already."""

    code = "JRG-462"
    sentence = Text("Kunci sandi itu sudah terpasang.", "That passkey is set up already.")
    hint = Text("Lihat daftarnya pada Akun saya.", "See the list under My account.")


class PasskeyNeedsCodesError(JaringError):
    """Passkeys come beside the codes of a telephone."""

    code = "JRG-463"
    sentence = Text("Kunci sandi dipasang sesudah aplikasi kode.", "A passkey is set up after the app for codes.")
    hint = Text(
        "Pasang aplikasi kode dahulu: kode cadangannya membuka akun bila semua perangkat hilang.",
        "Set up the app for codes first: its codes on paper open the account when every device is lost.",
    )


class AccountRestsError(JaringError):
    """Nobody has used the account for 90 days: it rests until its owner chooses a password by a new link."""

    code = "JRG-590"
    sentence = Text(
        "Akun ini tidak dipakai selama 90 hari dan karena itu dibekukan.",
        "This account was not used for 90 days and is therefore suspended.",
    )
    hint = Text(
        "Mintalah tautan kata sandi baru kepada administrator.", "Ask the administrator for a link to a new password."
    )
