//! The tables and their columns: what a data folder must hold. The reader's
//! header check, the code book and the Frictionless descriptor all come from
//! these rows.

/// What a column holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// The id of this row.
    Id,
    /// Free text.
    Text,
    /// Texts joined by `|`.
    List,
    /// Whole numbers joined by `|`.
    Numbers,
    /// A whole number.
    Number,
    /// An EDTF date.
    Date,
    /// A full day.
    Day,
    /// `yes` or `no`.
    YesNo,
    /// One of a closed list of words.
    Word(fn() -> Vec<&'static str>),
    /// Such words joined by `|`.
    Words(fn() -> Vec<&'static str>),
    /// A bloc expression.
    Expr,
    /// An id of another table (or of either of two).
    Reference(&'static [&'static str]),
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its header.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row must fill it.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

/// One table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its file.
    pub file: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
    /// The columns that no two rows may share.
    pub key: &'static [&'static str],
    /// Whether a folder may do without it.
    pub optional: bool,
}

impl Table {
    /// The name without `.csv`.
    pub fn name(&self) -> &'static str {
        self.file.strip_suffix(".csv").unwrap_or(self.file)
    }

    /// The header line.
    pub fn header(&self) -> String {
        self.columns.iter().map(|c| c.name).collect::<Vec<_>>().join(",")
    }
}

macro_rules! words {
    ($vocabulary:ty) => {
        || <$vocabulary>::ALL.iter().map(|v| v.word()).collect()
    };
}

const fn must(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, required: true, doc }
}

const fn may(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    Column { name, kind, required: false, doc }
}

const NOTE: Column = may("note", Kind::Text, "What a reader of the fact should know, one or two sentences.");
const SOURCE: Column = must("source", Kind::Reference(&["sources.csv"]), "Where the fact was read.");
const ALIASES: Column = may("aliases", Kind::List, "Other names it is found under, joined by `|`.");

/// States, past and present.
pub const STATES: Table = Table {
    file: "states.csv",
    row: "a state, past or present",
    key: &["id"],
    optional: false,
    columns: &[
        must(
            "id",
            Kind::Id,
            "ISO 3166-1 alpha-3; ISO 3166-3 for former states; codes beginning with X where ISO has none.",
        ),
        must("name", Kind::Text, "Short name in English, as a brief prints it."),
        may("official_name", Kind::Text, "Official name, where it differs."),
        may("cow", Kind::Numbers, "Correlates of War country numbers."),
        may("m49", Kind::Numbers, "UN M49 numbers."),
        may("region", Kind::Text, "UN M49 sub-region."),
        may("from", Kind::Date, "First day as a state; empty for before the record."),
        may("until", Kind::Date, "First day no longer a state; empty for still."),
        ALIASES,
        NOTE,
        SOURCE,
    ],
};

/// Actors that are not states.
pub const ENTITIES: Table = Table {
    file: "entities.csv",
    row: "an actor that is not a state",
    key: &["id"],
    optional: false,
    columns: &[
        must("id", Kind::Id, "Kebab-case name."),
        must("name", Kind::Text, "Name as a brief prints it."),
        must("kind", Kind::Word(entity_kinds), "What kind of actor."),
        may("home", Kind::Reference(&["states.csv"]), "State of its seat."),
        may("from", Kind::Date, "First day in existence; empty for before the record."),
        may("until", Kind::Date, "First day no longer in existence; empty for still."),
        ALIASES,
        NOTE,
        SOURCE,
    ],
};

fn entity_kinds() -> Vec<&'static str> {
    crate::model::ActorKind::ALL[1..].iter().map(|kind| kind.word()).collect()
}

/// Blocs.
pub const BLOCS: Table = Table {
    file: "blocs.csv",
    row: "an alliance, union, organisation, club or coalition, or an analytic grouping",
    key: &["id"],
    optional: false,
    columns: &[
        must("id", Kind::Id, "Kebab-case short name."),
        must("name", Kind::Text, "Full name."),
        must("short_name", Kind::Text, "Name that fits a chart."),
        must("kind", Kind::Word(words!(crate::model::BlocKind)), "What kind of bloc."),
        may("from", Kind::Date, "First day; empty for before the record."),
        may("until", Kind::Date, "First day after its end; empty for still."),
        must("coverage_until", Kind::Day, "The day to which the roll of members is complete."),
        ALIASES,
        NOTE,
        SOURCE,
    ],
};

/// Memberships.
pub const MEMBERSHIPS: Table = Table {
    file: "memberships.csv",
    row: "one stay of an actor in a bloc; a gap and a re-entry are two rows",
    key: &["actor", "bloc", "role", "from"],
    optional: false,
    columns: &[
        must("actor", Kind::Reference(&["states.csv", "entities.csv"]), "Who."),
        must("bloc", Kind::Reference(&["blocs.csv"]), "In what."),
        must("role", Kind::Word(words!(crate::model::Role)), "As what; only `member` counts as in."),
        may("from", Kind::Date, "First day in; empty for before the record."),
        may("until", Kind::Date, "First day out; empty for still."),
        NOTE,
        SOURCE,
    ],
};

/// Obligations between pairs of states.
pub const OBLIGATIONS: Table = Table {
    file: "obligations.csv",
    row: "one spell during which two states owed each other something by formal alliance, whichever treaty said so",
    key: &["a", "b", "kind", "from"],
    optional: true,
    columns: &[
        must("a", Kind::Reference(&["states.csv"]), "The one state: the id that comes first."),
        must("b", Kind::Reference(&["states.csv"]), "The other."),
        must(
            "kind",
            Kind::Word(words!(crate::model::ObligationKind)),
            "What is owed; spells of one pair and kind do not overlap.",
        ),
        may("from", Kind::Date, "First day; empty for before the record."),
        may("until", Kind::Date, "First day no longer; empty for still."),
        NOTE,
        SOURCE,
    ],
};

/// Agreements.
pub const AGREEMENTS: Table = Table {
    file: "agreements.csv",
    row: "a treaty, a political declaration or a recorded vote",
    key: &["id"],
    optional: false,
    columns: &[
        must("id", Kind::Id, "Kebab-case short name."),
        must("name", Kind::Text, "Full name."),
        must("short_name", Kind::Text, "Name that fits a chart."),
        must("kind", Kind::Word(words!(crate::model::AgreementKind)), "What kind of agreement."),
        must("binding", Kind::YesNo, "Whether it binds in law."),
        must("opened", Kind::Day, "Day it was opened for signature, launched or voted on."),
        may("in_force", Kind::Day, "Day it entered into force."),
        may("depositary", Kind::Text, "Who keeps the record."),
        must(
            "eligible",
            Kind::Expr,
            "Which states may join, as a bloc expression evaluated on the day asked about (for a vote: on its day); the id of another agreement stands for its parties.",
        ),
        may("entities", Kind::Words(entity_kinds), "Which kinds of other actors may join."),
        may(
            "coverage",
            Kind::Expr,
            "The states whose acts are recorded completely; empty for none. Outside it silence is `not-known`.",
        ),
        must("coverage_until", Kind::Day, "The day to which that holds: the data's cut-off."),
        may("threshold", Kind::Number, "Parties needed to enter into force, where that is a plain number."),
        ALIASES,
        NOTE,
        SOURCE,
    ],
};

/// Provisions.
pub const PROVISIONS: Table = Table {
    file: "provisions.csv",
    row: "one numbered commitment of an agreement",
    key: &["agreement", "number"],
    optional: false,
    columns: &[
        must("agreement", Kind::Reference(&["agreements.csv"]), "Of which agreement."),
        must("number", Kind::Text, "Its number in the text."),
        must("theme", Kind::Text, "A theme shared across agreements, kebab-case."),
        must("summary", Kind::Text, "What it asks, in one line of our own words."),
        SOURCE,
    ],
};

/// Acts.
pub const ACTS: Table = Table {
    file: "acts.csv",
    row: "one act of an actor on an agreement",
    key: &["actor", "agreement", "kind", "date"],
    optional: false,
    columns: &[
        must("actor", Kind::Reference(&["states.csv", "entities.csv"]), "Who acted."),
        must("agreement", Kind::Reference(&["agreements.csv"]), "On what."),
        must("kind", Kind::Word(words!(crate::model::ActKind)), "How."),
        must("date", Kind::Date, "When: signature, deposit, endorsement, notification or vote."),
        may("effective", Kind::Date, "For a leaving act: the day it takes effect, if that is another day."),
        NOTE,
        SOURCE,
    ],
};

/// Published counts.
pub const COUNTS: Table = Table {
    file: "counts.csv",
    row: "a count that a depositary or publisher gave for a day, against which the record is held",
    key: &["subject", "on", "what"],
    optional: false,
    columns: &[
        must("subject", Kind::Reference(&["agreements.csv", "blocs.csv"]), "Of which agreement or bloc."),
        must("on", Kind::Day, "As of which day."),
        must("what", Kind::Word(words!(crate::model::agreement::Counted)), "What was counted."),
        must("count", Kind::Number, "How many."),
        must("organisations", Kind::YesNo, "Whether international organisations (the EU) are in the count."),
        NOTE,
        SOURCE,
    ],
};

/// Sources.
pub const SOURCES: Table = Table {
    file: "sources.csv",
    row: "a place where facts were read",
    key: &["id"],
    optional: false,
    columns: &[
        must("id", Kind::Id, "Kebab-case short name."),
        must("title", Kind::Text, "Title."),
        may("publisher", Kind::Text, "Publisher."),
        must("kind", Kind::Word(words!(crate::model::SourceKind)), "How near it stands to the fact."),
        may("published", Kind::Date, "When it was published, or the day whose state it shows."),
        may("retrieved", Kind::Day, "When it was read."),
        may("url", Kind::Text, "Its address."),
        NOTE,
    ],
};

/// Every table of a data folder, in reading order.
pub const ALL: &[&Table] = &[
    &STATES,
    &ENTITIES,
    &BLOCS,
    &MEMBERSHIPS,
    &OBLIGATIONS,
    &AGREEMENTS,
    &PROVISIONS,
    &ACTS,
    &COUNTS,
    &SOURCES,
];
