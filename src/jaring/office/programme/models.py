"""Programme years, budgets, choice, decrees and enrolment. Rows about decisions are only ever added."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jaring.office.columns import MonthField
from jaring.office.people.models import Exit, Person
from jaring.office.places.models import Regency, Village


class PayerKind(models.TextChoices):
    """Kinds of payers: the values are those of ``core.contribution``."""

    APBD = "APBD", _("APBD kabupaten")
    APBD_PROVINSI = "APBD_PROVINSI", _("APBD provinsi")
    APBN = "APBN", _("APBN")
    DANA_DESA = "DANA_DESA", _("Dana Desa")
    APBDES = "APBDES", _("APBDes")
    CSR = "CSR", _("CSR")
    SELF = "SELF", _("mandiri")
    EMPLOYER = "EMPLOYER", _("pemberi kerja")


WITHOUT_CEILING = frozenset({PayerKind.SELF, PayerKind.EMPLOYER})
"""Kinds of payers that no budget of a government binds: what they owe is theirs to pay."""
OF_VILLAGES = frozenset({PayerKind.DANA_DESA, PayerKind.APBDES, PayerKind.EMPLOYER})
"""Kinds of payers of which every village may have its own."""


class Payer(models.Model):
    """Where the money comes from, for example the budget of the regency, or of one of its villages.

    ``code`` names a payer on the command line and in addresses: ``APBD``, ``DANA_DESA-53.03.01.2001``, ``CSR-2``.
    ``group_code`` is the kind of group (wadah) under which the insurer keeps the payer's people.
    """

    regency = models.ForeignKey(Regency, models.PROTECT, related_name="payers")
    kind = models.CharField(_("jenis"), max_length=16, choices=PayerKind)
    name = models.CharField(_("nama"), max_length=120)
    group_code = models.CharField(_("kode wadah"), max_length=4, blank=True)
    code = models.CharField(_("kode"), max_length=32, null=True, blank=True)
    village = models.ForeignKey(Village, models.PROTECT, null=True, blank=True, related_name="payers")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "kind", "name"], name="programme_one_payer"),
            models.UniqueConstraint(
                fields=["regency", "code"], condition=Q(code__isnull=False), name="programme_one_payer_code"
            ),
            models.UniqueConstraint(
                fields=["kind", "village"], condition=Q(village__isnull=False), name="programme_one_village_payer"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        """The payer's code, by which commands, papers and the log name it."""
        return self.code or self.kind

    @property
    def has_ceiling(self) -> bool:
        """Whether a budget limits what may be billed to this payer."""
        return self.kind not in WITHOUT_CEILING


class ProgrammeYear(models.Model):
    """A budget year of the programme: the months it covers (half-open) and the declared base of its people."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("tahun"))
    from_month = MonthField(_("mulai"))
    until_month = MonthField(_("berakhir sebelum"))
    base_idr = models.BigIntegerField(_("dasar penghasilan"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "year"], name="programme_one_year"),
            models.CheckConstraint(condition=Q(until_month__gt=F("from_month")), name="programme_months"),
            models.CheckConstraint(condition=Q(base_idr__gt=0), name="programme_base"),
        )
        ordering = ("-year",)

    def __str__(self) -> str:
        return str(self.year)


class BudgetEntry(models.Model):
    """Money set aside on a line for a programme year by a payer. A change is a further entry, never an edit.

    Entries with the same ``act`` stand in one document; those of a shift sum to nothing.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("anggaran awal (DPA)")
        REVISION = "revision", _("perubahan (DPPA)")
        SHIFT = "shift", _("pergeseran")

    class Programme(models.TextChoices):
        BOTH = "both", _("JKK dan JKM")
        JKK = "jkk", "JKK"
        JKM = "jkm", "JKM"

    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="budget")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="budget")
    kind = models.CharField(_("jenis"), max_length=8, choices=Kind, default=Kind.ORIGINAL)
    programme = models.CharField(_("program"), max_length=4, choices=Programme, default=Programme.BOTH)
    amount_idr = models.BigIntegerField(_("jumlah"))
    account_code = models.CharField(_("kode rekening"), max_length=32, blank=True)
    line_name = models.CharField(_("rekening"), max_length=120, blank=True)
    basis = models.CharField(_("dasar"), max_length=160)
    document_number = models.CharField(_("nomor dokumen"), max_length=80, blank=True)
    document_date = models.DateField(_("tanggal dokumen"), null=True, blank=True)
    act = models.UUIDField(default=uuid.uuid4, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(amount_idr=0), name="programme_budget_amount"),
            models.CheckConstraint(condition=Q(programme__in=["both", "jkk", "jkm"]), name="programme_budget_line"),
            models.CheckConstraint(
                condition=~Q(kind="original") | Q(amount_idr__gt=0), name="programme_budget_original"
            ),
        )

    def __str__(self) -> str:
        return self.basis


class Candidate(models.Model):
    """A person proposed for a programme year, through a list or carried over from the year before."""

    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="candidates")
    person = models.ForeignKey(Person, models.CASCADE, related_name="candidacies")
    proposed_at = models.DateTimeField(_("diusulkan pada"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["programme_year", "person"], name="programme_one_candidacy"),)

    def __str__(self) -> str:
        return f"{self.programme_year_id} {self.person_id}"


class TargetingRun(models.Model):
    """One choice under a budget: its terms, its rules as they were, and what it came to."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="runs")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="+")
    as_of = models.DateField(_("umur dihitung pada"))
    from_month = MonthField(_("mulai"))
    until_month = MonthField(_("berakhir sebelum"))
    budget_idr = models.BigIntegerField(_("plafon"))
    cost_idr = models.BigIntegerField(_("terpakai"))
    seed = models.CharField(_("benih undian"), max_length=120)
    rules = models.JSONField(_("aturan"))
    summary = models.JSONField(_("ringkasan"))
    candidates = models.IntegerField(_("calon"))
    kept = models.IntegerField(_("tetap"))
    selected = models.IntegerField(_("terpilih"))
    reserve = models.IntegerField(_("cadangan"))
    ineligible = models.IntegerField(_("tidak memenuhi syarat"))
    run_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    run_at = models.DateTimeField(_("dihitung pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(cost_idr__lte=F("budget_idr")), name="programme_within_budget"),
            models.CheckConstraint(
                condition=Q(candidates=F("kept") + F("selected") + F("reserve") + F("ineligible")),
                name="programme_everyone_decided",
            ),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.programme_year_id} {self.as_of}"


class Decision(models.Model):
    """The verdict on one candidate in one run, with its reasons and what would have to change."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("tetap peserta")
        SELECTED = "selected", _("terpilih")
        RESERVE = "reserve", _("cadangan")
        INELIGIBLE = "ineligible", _("tidak memenuhi syarat")

    run = models.ForeignKey(TargetingRun, models.PROTECT, db_index=False, related_name="decisions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    village = models.ForeignKey(Village, models.PROTECT)
    outcome = models.CharField(_("keputusan"), max_length=10, choices=Outcome)
    rank = models.IntegerField(_("peringkat"), null=True)
    rank_in_village = models.IntegerField(_("peringkat di desa"), null=True)
    reserve_rank = models.IntegerField(_("urutan cadangan"), null=True)
    monthly_idr = models.BigIntegerField(_("iuran sebulan"))
    budget_needed_idr = models.BigIntegerField(_("plafon yang diperlukan"), null=True)
    decile = models.PositiveSmallIntegerField(_("desil"), null=True)
    reasons = models.JSONField(_("alasan"))
    changes = models.JSONField(_("yang harus berubah"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "person"], name="programme_one_decision"),)
        indexes = (
            # Decisions are wide, so what a page is narrowed and ordered by stands in both: no row is read for that.
            models.Index(fields=["run", "outcome", "rank", "id", "village", "person"], name="programme_outcome_order"),
            models.Index(fields=["run", "village", "rank", "id", "outcome", "person"], name="programme_village_order"),
            # What an older run decided on each person, asked in the order of names.
            models.Index(fields=["run", "person", "outcome"], name="programme_outcome_of"),
            # The queue: what another budget would mean is counted and cut along it.
            models.Index(
                fields=["run", "budget_needed_idr", "village", "id"],
                condition=Q(budget_needed_idr__isnull=False),
                name="programme_queue_order",
            ),
            models.Index(
                fields=["run", "village", "budget_needed_idr"],
                condition=Q(budget_needed_idr__isnull=False),
                name="programme_village_queue",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class Ground(models.TextChoices):
    """What an objection may rest on."""

    DATA_WRONG = "data_wrong", _("data salah")
    POORER_LEFT_OUT = "poorer_left_out", _("ada yang lebih miskin tertinggal")
    NOT_A_WORKER = "not_a_worker", _("bukan pekerja")
    COVERED_ELSEWHERE = "covered_elsewhere", _("sudah dilindungi di tempat lain")
    GONE = "gone", _("pindah atau meninggal")
    OTHER = "other", _("lainnya")


class Remedy(models.TextChoices):
    """What an accepted objection asks to be put right before the choice is computed anew."""

    CORRECTION = "correction", _("usulan perbaikan data")
    EXIT = "exit", _("laporan keluar")
    REGISTERS = "registers", _("daftar DTSEN atau peserta lain diperbarui")
    LIST = "list", _("daftar usulan desa diperbarui")


class ObjectionWindow(models.Model):
    """The days in which objections to a run may be filed: from one day until before another, and answered by a third.

    Who opens it sets all three; the regency's profile proposes them.
    """

    run = models.OneToOneField(TargetingRun, models.PROTECT, primary_key=True, related_name="objection_window")
    from_date = models.DateField(_("mulai"))
    until_date = models.DateField(_("berakhir sebelum"))
    due_date = models.DateField(_("dijawab paling lambat"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("dibuka pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_date__gt=F("from_date"), due_date__gte=F("until_date")),
                name="programme_objection_days",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_date} {self.until_date}"

    @property
    def last_day(self) -> date:
        """The last day on which an objection is taken."""
        return self.until_date - timedelta(days=1)

    def is_open_on(self, day: date) -> bool:
        return self.from_date <= day < self.until_date


class Objection(models.Model):
    """What somebody says against a run's decision on one person. It changes no decision."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="objections")
    ground = models.CharField(_("alasan sanggah"), max_length=20, choices=Ground)
    text = models.CharField(_("isi sanggahan"), max_length=500)
    filed_date = models.DateField(_("tanggal sanggah"))
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decision", "ground", "filed_by"], name="programme_one_objection"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="programme_objection_ground"),
            models.CheckConstraint(condition=~Q(text=""), name="programme_objection_text"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return str(self.get_ground_display())


class ObjectionFinding(models.Model):
    """What an officer found of an objection; it holds once somebody else approves it.

    One that is accepted says what has to be put right first. The choice itself is then computed anew.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="findings")
    is_accepted = models.BooleanField(_("diterima"))
    remedy = models.CharField(_("yang dibetulkan lebih dahulu"), max_length=12, choices=Remedy, blank=True)
    reason = models.CharField(_("alasan"), max_length=500)
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(_("ditelaah pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(is_accepted=True, remedy__in=Remedy.values) | Q(is_accepted=False, remedy=""),
                name="programme_finding_remedy",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="programme_finding_reason"),
        )
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.objection_id)


class ObjectionRuling(models.Model):
    """A second person's word on a finding: approved, which settles the objection, or sent back with a reason."""

    finding = models.OneToOneField(ObjectionFinding, models.PROTECT, primary_key=True, related_name="ruling")
    is_approved = models.BooleanField(_("disetujui"))
    note = models.CharField(_("catatan"), max_length=500, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(_("diputuskan pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(is_approved=True) | ~Q(note=""), name="programme_ruling_note"),
        )

    def __str__(self) -> str:
        return str(self.finding_id)


class Scenario(models.Model):
    """A choice that was tried and not made: its terms, and what it would come to. It is kept to be compared.

    A scenario is no history: it is discarded, or chosen, and then a run of its own says who is covered.
    """

    class Variant(models.TextChoices):
        OWN = "own", _("aturan kabupaten")
        DISTRICTS = "districts", _("kuota kecamatan saja")
        NO_QUOTA = "no_quota", _("tanpa kuota wilayah")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    base = models.ForeignKey(TargetingRun, models.PROTECT, related_name="scenarios")
    name = models.CharField(_("nama"), max_length=80)
    variant = models.CharField(_("aturan"), max_length=10, choices=Variant, default=Variant.OWN)
    rules = models.JSONField(_("aturan"))
    budget_idr = models.BigIntegerField(_("plafon"))
    cost_idr = models.BigIntegerField(_("terpakai"))
    covered = models.IntegerField(_("dilindungi"))
    summary = models.JSONField(_("ringkasan"))
    run = models.ForeignKey(TargetingRun, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("dihitung pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["base", "name"], name="programme_one_scenario"),
            models.CheckConstraint(condition=Q(cost_idr__lte=F("budget_idr")), name="programme_scenario_budget"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class ScenarioMember(models.Model):
    """Somebody whom a scenario would cover; kept in the order of village and name, so that ids lead along it."""

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    village = models.ForeignKey(Village, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scenario", "person"], name="programme_one_member"),)

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.person_id}"


class Plan(models.Model):
    """Co-funding of a cohort: a public payer's share by months, and the partner who pays the rest.

    Where the share falls to nothing the partner pays the whole: the worker himself, as a rule. A decree puts people
    under a plan; the steps of a plan that anybody is under do not change any more.
    """

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    regency = models.ForeignKey(Regency, models.PROTECT, related_name="plans")
    name = models.CharField(_("nama"), max_length=120)
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="plans")
    partner = models.ForeignKey(Payer, models.PROTECT, related_name="partner_plans")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("dicatat pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["regency", "name"], name="programme_one_plan"),
            models.CheckConstraint(condition=~Q(payer=F("partner")), name="programme_plan_two_payers"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class PlanStep(models.Model):
    """The public payer's share of each month from one on, in percent; it never rises."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    from_month = MonthField(_("mulai"))
    public_percent = models.PositiveSmallIntegerField(_("persen"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["plan", "from_month"], name="programme_one_step"),
            models.CheckConstraint(condition=Q(public_percent__lte=100), name="programme_step_percent"),
        )
        ordering = ("from_month",)

    def __str__(self) -> str:
        return f"{self.from_month} {self.public_percent}\u00a0%"


class Decree(models.Model):
    """A decree (SK) that names participants, or an amendment that adds and removes some.

    Its number is borne by no other decree of the regency whose draft was not discarded; a trigger holds that.
    A decree with ``from_payer`` moves people: each is removed from that payer and added to the decree's own in one
    month. A decree with a ``plan`` puts whom it adds under the plan.
    """

    class Kind(models.TextChoices):
        INITIAL = "initial", _("penetapan")
        AMENDMENT = "amendment", _("perubahan")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="decrees")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="decrees")
    run = models.ForeignKey(TargetingRun, models.PROTECT, null=True, related_name="decrees")
    from_payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="moves")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="decrees")
    amends = models.ForeignKey("self", models.PROTECT, null=True, related_name="amendments")
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    regency = models.ForeignKey(Regency, models.PROTECT)
    number = models.CharField(_("nomor"), max_length=60)
    decree_date = models.DateField(_("tanggal"))
    effective_month = MonthField(_("mulai berlaku"))
    legal_bases = models.JSONField(_("dasar hukum"))
    signatory_name = models.CharField(_("penanda tangan"), max_length=120)
    signatory_title = models.CharField(_("jabatan"), max_length=120)
    additions = models.IntegerField(_("penambahan"))
    removals = models.IntegerField(_("pengurangan"))
    monthly_idr = models.BigIntegerField(_("iuran sebulan"))
    annex_hash = models.CharField(_("sidik lampiran"), max_length=64)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(_("disusun pada"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="initial", amends__isnull=True) | Q(kind="amendment", amends__isnull=False),
                name="programme_amendment_amends",
            ),
            models.CheckConstraint(
                condition=Q(additions__gt=0) | Q(removals__gt=0), name="programme_decree_says_something"
            ),
        )
        indexes = (models.Index(fields=["regency", "number"], name="programme_by_number"),)
        ordering = ("-decree_date", "-id")

    def __str__(self) -> str:
        return self.number

    @property
    def is_in_force(self) -> bool:
        return hasattr(self, "enactment")

    @property
    def is_discarded(self) -> bool:
        return hasattr(self, "discard")

    @property
    def state(self) -> str:
        """``in_force``, ``discarded`` or ``draft``."""
        return "in_force" if self.is_in_force else "discarded" if self.is_discarded else "draft"


class DecreeLine(models.Model):
    """One line of a decree's annex: a person added or removed, as the annex prints it."""

    class Change(models.TextChoices):
        ADDITION = "addition", _("ditambahkan")
        REMOVAL = "removal", _("dikeluarkan")

    decree = models.ForeignKey(Decree, models.PROTECT, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="decree_lines")
    number = models.IntegerField(_("nomor urut"))
    change = models.CharField(_("perubahan"), max_length=8, choices=Change)
    name = models.CharField(_("nama"), max_length=160)
    masked_nik = models.CharField(_("NIK"), max_length=16)
    birth_year = models.PositiveSmallIntegerField(_("tahun lahir"), null=True)
    village = models.ForeignKey(Village, models.PROTECT)
    address = models.CharField(_("alamat"), max_length=160, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=120, blank=True)
    base_idr = models.BigIntegerField(_("dasar penghasilan"))
    sector = models.CharField(_("sektor"), max_length=12)
    reason = models.CharField(_("alasan"), max_length=240, blank=True)
    exit = models.ForeignKey(Exit, models.PROTECT, null=True, related_name="decree_lines")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decree", "number"], name="programme_one_line_number"),
            models.UniqueConstraint(fields=["decree", "person", "change"], name="programme_one_line"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class DecreeEnactment(models.Model):
    """The signature that puts a decree in force. Entered by someone else than who drafted it."""

    decree = models.OneToOneField(Decree, models.PROTECT, primary_key=True, related_name="enactment")
    enacted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enacted_at = models.DateTimeField(_("ditetapkan pada"))

    def __str__(self) -> str:
        return str(self.decree_id)


class DecreeDiscard(models.Model):
    """The end of a draft that will not be signed: it can no longer be put in force, and its number is free again."""

    decree = models.OneToOneField(Decree, models.PROTECT, primary_key=True, related_name="discard")
    reason = models.CharField(_("alasan"), max_length=400)
    discarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    discarded_at = models.DateTimeField(_("dibuang pada"))

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="programme_discard_reason"),)

    def __str__(self) -> str:
        return str(self.decree_id)


class DecreeScan(models.Model):
    """The signed paper of a decree as it was scanned: a PDF, kept under its hash. A later scan is a further row."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    decree = models.ForeignKey(Decree, models.PROTECT, related_name="scans")
    signed_date = models.DateField(_("tanggal ditandatangani"))
    sha256 = models.CharField(_("sidik berkas"), max_length=64)
    size_bytes = models.BigIntegerField(_("ukuran"))
    pages = models.IntegerField(_("halaman"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("diunggah pada"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["decree", "sha256"], name="programme_one_scan"),
            models.CheckConstraint(condition=Q(size_bytes__gt=0, pages__gt=0), name="programme_scan_not_empty"),
        )
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.sha256


class DecreePublication(models.Model):
    """A decree in force made known on the public page: how many people each district gained and lost, and nobody."""

    decree = models.OneToOneField(Decree, models.PROTECT, primary_key=True, related_name="publication")
    counts = models.JSONField(_("jumlah per kecamatan"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("diumumkan pada"))

    def __str__(self) -> str:
        return str(self.decree_id)


class Enrolment(models.Model):
    """Cover of a person by a payer, month by month, from a line of a decree in force and from nothing else."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    payer = models.ForeignKey(Payer, models.PROTECT, related_name="enrolments")
    programme_year = models.ForeignKey(ProgrammeYear, models.PROTECT, related_name="enrolments")
    line = models.OneToOneField(DecreeLine, models.PROTECT, related_name="enrolment")
    base_idr = models.BigIntegerField(_("dasar penghasilan"))
    sector = models.CharField(_("sektor"), max_length=12)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, db_index=False, related_name="enrolments")
    from_month = MonthField(_("mulai"))
    until_month = MonthField(_("berakhir sebelum"))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["id", "person"], name="programme_enrolment_key"),
            models.UniqueConstraint(fields=["person", "payer", "from_month"], name="programme_one_start"),
            models.CheckConstraint(condition=Q(until_month__gt=F("from_month")), name="programme_enrolment_months"),
            models.CheckConstraint(condition=Q(base_idr__gt=0), name="programme_enrolment_base"),
        )
        indexes = (
            # In this order a bill counts its members per rate without sorting them.
            models.Index(
                fields=["payer", "base_idr", "sector", "plan", "from_month", "until_month"], name="programme_by_rates"
            ),
            models.Index(fields=["plan"], condition=Q(plan__isnull=False), name="programme_under_plan"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.from_month}"


class EnrolmentEnd(models.Model):
    """The month from which an enrolment no longer holds, by a line of a decree in force."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, primary_key=True, related_name="end")
    line = models.OneToOneField(DecreeLine, models.PROTECT, related_name="ended")
    until_month = MonthField(_("berakhir sebelum"))

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.until_month}"
