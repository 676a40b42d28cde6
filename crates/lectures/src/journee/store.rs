//! The counts of the day, each with the address of its list, and the meetings of the day.

use passerelle_base::Date;

use passerelle_gens::accompagnements::restreindre;
use passerelle_gens::contacts::{Contact, presence_dite};
use passerelle_gens::jeunes::{Jeunes, Silencieux, silencieux};
use passerelle_socle::access::{Acteur, Action, Faits, Jeune, Objet, Structure, may};
use passerelle_socle::db::{Resultat, Selection};
use passerelle_socle::ident::Id;
use passerelle_socle::personne::{Matin, Panneau, Personnes};
use passerelle_socle::temps::Instant;
use passerelle_socle::web::{Compte, Etat, Parametres, compter, nom_complet};

/// How many silent young people are named: the list says the others.
const A_JOINDRE: i64 = 5;

/// Young people of the list, so filtered.
pub async fn jeunes(etat: &Etat, matin: &Matin<'_>, filtres: &[(&str, &str)]) -> Resultat<Option<Compte>> {
    let p = Parametres::depuis(filtres.iter().map(|(c, v)| ((*c).to_owned(), (*v).to_owned())));
    compter(matin, &Jeunes::demandes(etat, &p).await?, &p).await
}

/// Those of whom nobody has heard for the longest, to be called from here.
pub async fn a_joindre(etat: &Etat, acteur: &Acteur, filtres: &[(&str, &str)]) -> Resultat<Vec<Silencieux>> {
    let peut = |action, objet| may(acteur, action, objet, &Faits::default());
    let (Ok(accorde), Ok(_)) = (peut(Action::Lister, Objet::Jeunes), peut(Action::Creer, Objet::Contacts)) else {
        return Ok(vec![]);
    };
    let p = Parametres::depuis(filtres.iter().map(|(c, v)| ((*c).to_owned(), (*v).to_owned())));
    silencieux(etat, &accorde, &Jeunes::demandes(etat, &p).await?, A_JOINDRE).await
}

/// What capabilities add to the day.
pub async fn panneaux(personnes: Personnes, matin: &Matin<'_>) -> Resultat<Vec<Panneau>> {
    let mut panneaux = Vec::new();
    for lire in personnes.iter().filter_map(|p| p.journee) {
        panneaux.push(lire(matin).await?);
    }
    Ok(panneaux)
}

/// A meeting or a call of the day.
#[derive(Clone, Debug)]
pub struct RendezVous {
    pub id: Id<Contact>,
    /// With whom.
    pub jeune_id: Id<Jeune>,
    /// Their name.
    pub jeune: String,
    /// Code of its type.
    pub genre: String,
    /// When in the day.
    pub heure: Option<String>,
    /// Where.
    pub lieu: Option<String>,
    /// What about.
    pub objet: Option<String>,
    /// Whether it has been told how it went.
    pub presence: Option<String>,
    /// In words that agree with the person.
    pub dite: Option<String>,
    /// Whether the reader may say it here: their structure noted it.
    pub a_dire: bool,
    /// Whether the person said that they cannot come.
    pub empeche: bool,
    /// Its day.
    pub date: Date,
    /// To call them.
    pub telephone: Option<String>,
}

/// Which meetings of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lesquels {
    /// Those of the day.
    DuJour,
    /// Those to come to which somebody said that they cannot come.
    AReporter,
}

/// The meetings of an account, with young people it may see.
pub async fn rendez_vous(etat: &Etat, acteur: &Acteur, jour: Date, lesquels: Lesquels) -> Resultat<Vec<RendezVous>> {
    let (Ok(accorde), Some(compte)) =
        (may(acteur, Action::Lister, Objet::Contacts, &Faits::default()), acteur.compte())
    else {
        return Ok(vec![]);
    };
    let champs = "k.id, j.id AS jeune_id, j.prenom, j.nom, j.sexe, j.telephone, k.type, k.date, k.heure, k.lieu, k.objet, \
                  k.presence, k.structure_id, k.empeche_le";
    let dit = may(acteur, Action::Modifier, Objet::Contacts, &Faits::default()).is_ok();
    let tous =
        Selection::nouvelle(champs, "contacts k", "JOIN jeunes j ON j.id = k.jeune_id").ou("k.compte_id = ?", compte);
    let tous = match lesquels {
        Lesquels::DuJour => tous.ou("k.date = ?", jour),
        Lesquels::AReporter => tous.ou("k.date >= ?", jour).telle("k.empeche_le IS NOT NULL AND k.presence IS NULL"),
    };
    let ordre = "k.date, COALESCE(k.heure, '99'), k.id";
    let selection = restreindre(tous, &accorde.perimetre(), jour, "k.jeune_id").ordre(ordre);
    let lus = selection.page(etat.base.lecture(), 0, 50).await?;
    let un = |l: &passerelle_socle::db::QueryResult| {
        let presence: Option<String> = l.try_get_by("presence")?;
        let feminin = l.try_get_by::<Option<String>, _>("sexe")?.as_deref() == Some("F");
        let structure: Option<Id<Structure>> = l.try_get_by("structure_id")?;
        Ok(RendezVous {
            id: l.try_get_by("id")?,
            dite: presence.as_deref().map(|p| presence_dite(p, feminin)),
            a_dire: dit && structure.is_some() && structure == acteur.structure(),
            jeune_id: l.try_get_by("jeune_id")?,
            jeune: nom_complet(&l.try_get_by::<String, _>("prenom")?, &l.try_get_by::<String, _>("nom")?),
            genre: l.try_get_by("type")?,
            heure: l.try_get_by("heure")?,
            lieu: l.try_get_by("lieu")?,
            objet: l.try_get_by("objet")?,
            empeche: l.try_get_by::<Option<Instant>, _>("empeche_le")?.is_some(),
            date: l.try_get_by("date")?,
            telephone: l.try_get_by("telephone")?,
            presence,
        })
    };
    lus.iter().map(un).collect::<Result<_, sea_orm::DbErr>>().map_err(Into::into)
}
