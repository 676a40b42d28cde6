//! A row of the list of young people, for those who work with them; and those of whom nothing was heard for longest.

use passerelle_base::{Date, Telephone};
use passerelle_documents::Cellule;
use sea_orm::{DbErr, FromQueryResult};

use super::decisif::{self, Connu};
use passerelle_socle::access::{Accorde, Action, Champ, Jeune};
use passerelle_socle::db::Resultat;
use passerelle_socle::ident::Id;
use passerelle_socle::web::{Autour, Etat, Repertoire, choisir, nom_complet};

/// Those whom nobody met nor called first, then those of the oldest contact.
pub(super) const PAR_SILENCE: &str = "EXISTS (SELECT 1 FROM contacts k WHERE k.jeune_id = j.id AND k.date <= ? AND (k.presence IS NULL \
                           OR k.presence = 'present')), (SELECT max(k.date) FROM contacts k WHERE k.jeune_id = j.id \
                           AND k.date <= ? AND (k.presence IS NULL OR k.presence = 'present')), j.nom_plie, j.id";

/// Whether the reader works with these people: their list then says what decides the next gesture.
pub(super) fn suit(accorde: &Accorde) -> bool {
    accorde.vue().voit(Champ::Contacts)
}

/// A row, for those who work with the person.
#[derive(FromQueryResult)]
pub(super) struct Ligne {
    pub id: Id<Jeune>,
    nom: String,
    prenom: String,
    telephone: Option<String>,
    date_naissance: Option<Date>,
    date_premier_accueil: Option<Date>,
    structure: Option<String>,
}

impl Ligne {
    /// What their list says of them.
    pub fn cellules(self, connu: &Connu, jour: Date) -> Vec<Cellule> {
        let telephone = match &self.telephone {
            Some(numero) => {
                let dit = numero.parse::<Telephone>().map_or_else(|_| numero.clone(), |t| t.affiche());
                Cellule::from(dit).avec_lien(format!("tel:{numero}"))
            }
            None => Cellule::from(None::<String>),
        };
        vec![
            Cellule::from(nom_complet(&self.prenom, &self.nom)).avec_lien(format!("/jeunes/{}", self.id)),
            telephone,
            connu.dernier_contact(self.date_premier_accueil, jour),
            connu.etape(jour),
            connu.rendez_vous(jour),
            connu.contrat(jour),
            self.date_naissance.into(),
            self.structure.into(),
        ]
    }
}

/// Somebody whom nobody has met nor called for long.
#[derive(Clone, Debug)]
pub struct Silencieux {
    /// Who.
    pub id: Id<Jeune>,
    pub nom: String,
    /// As it is dialled, when it is known.
    pub telephone: Option<String>,
    /// « 42 jours ».
    pub depuis: String,
}

/// The first of a list, whoever has waited most before the others; nobody for whoever reads no contact.
pub async fn silencieux(
    etat: &Etat,
    accorde: &Accorde,
    liste: &dyn Repertoire,
    combien: i64,
) -> Resultat<Vec<Silencieux>> {
    if !suit(accorde) {
        return Ok(vec![]);
    }
    let jour = etat.horloge.aujourdhui();
    let selection = choisir(liste, accorde, Action::Lister, jour)?.ordre_au(PAR_SILENCE, jour);
    let lues = selection.page(etat.base.lecture(), 0, combien).await?;
    let lignes: Vec<Ligne> = lues.iter().map(|l| Ligne::from_query_result(l, "")).collect::<Result<_, DbErr>>()?;
    let ids: Vec<Id<Jeune>> = lignes.iter().map(|l| l.id).collect();
    let autour = Autour { base: &etat.base, personnes: etat.personnes, jour };
    let connus = decisif::lire(autour, accorde, &ids).await?;
    let un = |l: Ligne| Silencieux {
        id: l.id,
        depuis: connus.get(&l.id).unwrap_or(&Connu::default()).silence(l.date_premier_accueil, jour),
        nom: nom_complet(&l.prenom, &l.nom),
        telephone: l.telephone,
    };
    Ok(lignes.into_iter().map(un).collect())
}
