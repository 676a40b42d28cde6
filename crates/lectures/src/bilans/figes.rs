//! The SQL of frozen reports: written once, never changed.

use passerelle_base::{Date, Periode};
use sea_orm::FromQueryResult;

use super::discret::discret;
use super::model::Bilan;
use super::rendus::{Edition, Format, rendre};
use crate::indicateurs::annee_finie;
use passerelle_socle::access::{Accorde, Action, Objet, PARTENAIRES};
use passerelle_socle::db::{self, Executeur, Resultat};
use passerelle_socle::figure::Figures;
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{Erreur, Geste};

/// A frozen report.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Fige {
    pub id: Id<Fige>,
    pub du: Date,
    pub au: Date,
    pub fige_le: Instant,
    pub fige_par: String,
    /// Hash of its JSON bytes.
    pub sha256: String,
}

/// The files of a report: those that leave nothing out, and those made the same day for whoever reads no small number of
/// people. A reader of the second who finds none there finds no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Entiere,
    Discrete,
}

impl Version {
    fn pour(accorde: &Accorde) -> Self {
        if accorde.acteur().discretion().seuil().is_some() { Self::Discrete } else { Self::Entiere }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Entiere => "bilans_figes_fichiers",
            Self::Discrete => "bilans_figes_discrets",
        }
    }
}

fn sql(accorde: &Accorde) -> String {
    let table = Version::pour(accorde).table();
    format!(
        "SELECT b.id, b.du, b.au, b.fige_le, b.fige_par, f.sha256 FROM bilans_figes b \
         JOIN {table} f ON f.bilan_id = b.id AND f.format = 'json'"
    )
}

/// A report in its formats, as its bytes will stay; the discreet version too, when it is one of a period that such readers read.
pub(super) fn fichiers(
    bilan: &Bilan,
    figures: &Figures,
    edition: &Edition,
    aujourdhui: Date,
) -> anyhow::Result<Vec<(Version, Format, Vec<u8>)>> {
    let discrete =
        annee_finie(&bilan.periode, aujourdhui).then(|| (Version::Discrete, discret(bilan, figures, PARTENAIRES)));
    let versions = std::iter::once((Version::Entiere, bilan.clone())).chain(discrete);
    let un = |(v, b): (Version, Bilan)| Format::TOUS.map(|f| Ok((v, f, rendre(&b, figures, edition, f)?)));
    versions.flat_map(un).collect()
}

/// Keeps them for ever.
pub(super) async fn figer(
    g: &Geste,
    periode: Periode,
    fichiers: Vec<(Version, Format, Vec<u8>)>,
) -> Result<Id<Fige>, Erreur> {
    g.accorde.pour(&[Action::Figer], &[Objet::Bilans])?;
    let id = db::nouvel_id();
    let sql = "INSERT INTO bilans_figes (id, du, au, fige_le, fige_par) VALUES ($1, $2, $3, $4, $5)";
    let (maintenant, acteur) = (g.maintenant(), g.acteur());
    let valeurs = [id.into(), periode.du.into(), periode.au.into(), maintenant.into(), acteur.nom().into()];
    db::executer(g.tx(), sql, valeurs).await?;
    for (version, format, octets) in fichiers {
        let sha256 = db::empreinte(&octets);
        let table = version.table();
        let sql = format!("INSERT INTO {table} (bilan_id, format, octets, sha256) VALUES ($1, $2, $3, $4)");
        db::executer(g.tx(), &sql, [id.into(), format.extension().into(), octets.into(), sha256.into()]).await?;
    }
    // Plain spaces: the journal is read by other programs.
    let detail = periode.phrase().replace('\u{a0}', " ");
    let entree = Entree::sur(Action::Figer, Objet::Bilans).id(id).detail(detail);
    journal::ecrire(g.tx(), maintenant, acteur, entree);
    Ok(id)
}

/// Frozen reports, the latest first.
pub(super) async fn lister(conn: &impl Executeur, accorde: &Accorde) -> Resultat<Vec<Fige>> {
    accorde.pour(&[Action::Lister], &[Objet::Bilans])?;
    db::lignes(conn, &format!("{} ORDER BY b.fige_le DESC, b.id DESC", sql(accorde)), []).await
}

/// One of them.
pub(super) async fn lire(conn: &impl Executeur, accorde: &Accorde, id: Id<Fige>) -> Resultat<Option<Fige>> {
    accorde.pour(&[Action::Consulter, Action::Exporter], &[Objet::Bilans])?;
    db::ligne(conn, &format!("{} WHERE b.id = $1", sql(accorde)), [id.into()]).await
}

/// The bytes of one of its formats.
pub(super) async fn octets(
    conn: &impl Executeur,
    accorde: &Accorde,
    id: Id<Fige>,
    format: Format,
) -> Resultat<Option<Vec<u8>>> {
    accorde.pour(&[Action::Consulter, Action::Exporter], &[Objet::Bilans])?;
    #[derive(FromQueryResult)]
    struct Fichier {
        octets: Vec<u8>,
    }
    let table = Version::pour(accorde).table();
    let sql = format!("SELECT octets FROM {table} WHERE bilan_id = $1 AND format = $2");
    let lu: Option<Fichier> = db::ligne(conn, &sql, [id.into(), format.extension().into()]).await?;
    Ok(lu.map(|f| f.octets))
}
