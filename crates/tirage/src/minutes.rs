//! The minutes (procès-verbal): everything needed to replay a draw, and what came out of it.

mod affectation;
mod lecture;

use crate::arrondi::Avancement;
use crate::dossier::{Avant, Dossier, Precedent, Report};
use crate::ecriture::Ecrivain;
use crate::erreur::ErreurTirage;
use crate::hachage::{Empreinte, hex, lire_hex, sha256};
use crate::hasard::{Revele, Source, alea, reveler};
use crate::protocole::SURNOMBRE;
use crate::tirage::{Tirage, tirer};

pub use affectation::Affectation;
pub(crate) use lecture::{LignePersonne, Lu, PREMIERE_CELLULE};

pub(crate) const FORMAT: &str = "passerelle-tirage/1";

/// A draw that has been made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProcesVerbal {
    dossier: Dossier,
    alea: String,
    secrets: Vec<Revele>,
    graine: Empreinte,
    tirage: Tirage,
    fin: Vec<Avancement>,
}

impl Dossier {
    /// Makes the draw: `alea` is the public value, `secrets` those of the stakeholders, in any order.
    pub fn executer(self, alea_publie: &str, secrets: &[&str]) -> Result<ProcesVerbal, ErreurTirage> {
        let alea = alea(alea_publie)?.to_owned();
        let avant = self.precedent.as_ref().and_then(|p| p.avant.as_ref());
        if avant.is_some_and(|avant| avant.alea == alea) {
            return Err(ErreurTirage::AleaDejaServi);
        }
        let secrets = reveler(&self.protocole, secrets)?;
        let precedent =
            self.precedent.as_ref().map(|p| lire_hex(&p.sha256).ok_or(ErreurTirage::EngagementAltere("precedent")));
        let precedent = precedent.transpose()?;
        let protocole = self.protocole.empreinte();
        let source = Source {
            protocole: &protocole,
            racine: &self.racine,
            precedent: precedent.as_ref(),
            alea: &alea,
            secrets: &secrets,
        };
        let graine = source.graine();
        let mut fin = self.depart()?;
        let tirage = tirer(&self.protocole, &self.liste, &graine, &mut fin);
        Ok(ProcesVerbal { dossier: self, alea, secrets, graine, tirage, fin })
    }
}

impl ProcesVerbal {
    /// The frozen list and its protocol.
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// What each group and each person got.
    pub fn tirage(&self) -> &Tirage {
        &self.tirage
    }

    /// Where everything drawn comes from.
    pub fn graine(&self) -> &Empreinte {
        &self.graine
    }

    /// The public value, without the spaces around it.
    pub fn alea(&self) -> &str {
        &self.alea
    }

    /// The secrets, in the order of the stakeholders of the protocol.
    pub fn secrets(&self) -> &[Revele] {
        &self.secrets
    }

    /// How far each site is after this draw, all waves counted: one for each site of the protocol.
    pub fn avancements(&self) -> &[Avancement] {
        &self.fin
    }

    /// The CSV of the assignments: people drawn, sorted by identifier; UTF-8, line feeds, nothing quoted.
    pub fn affectations(&self) -> String {
        affectations(&self.personnes())
    }

    /// The outcome of each person drawn, sorted by identifier: the lines of [`affectations`](Self::affectations).
    pub fn tires(&self) -> impl Iterator<Item = Affectation<'_>> {
        (0..self.tirage.places.len()).filter_map(|rang| self.resultat(rang))
    }

    /// The file of the minutes.
    pub fn json(&self) -> String {
        self.lu().json()
    }

    /// What another seed would have drawn: same protocol, same list, same remainders of the previous waves. It is what
    /// a test of "no effect" compares the draw with.
    pub fn autre_tirage(&self, graine: &Empreinte) -> Tirage {
        let mut fin = self.dossier.depart().expect("checked when the minutes were made");
        tirer(&self.dossier.protocole, &self.dossier.liste, graine, &mut fin)
    }

    /// What the next wave needs to know of these minutes.
    pub fn suite(&self) -> Precedent {
        let avant = self.dossier.precedent.as_ref();
        let mut vagues = avant.map(|p| p.vagues.clone()).unwrap_or_default();
        vagues.extend(self.dossier.vagues());
        let lu = self.lu();
        let lignes = lu.personnes.iter().zip(lu.premiere_personne()..);
        let groupes = lignes.filter(|(p, _)| !p.0[6].is_empty() && p.0[6] != SURNOMBRE);
        let avant = Avant {
            protocole: self.dossier.protocole.clone(),
            alea: self.alea.clone(),
            affectes: groupes.map(|(p, ligne)| (p.0[0].clone(), ligne)).collect(),
        };
        let sha256 = hex(&sha256(lu.json().as_bytes()));
        Precedent { sha256, vagues, reports: self.reports(), avant: Some(Box::new(avant)) }
    }

    fn reports(&self) -> Vec<Report> {
        let sites = self.dossier.protocole.sites().iter().zip(&self.fin);
        sites.map(|(s, fin)| Report(s.code.clone(), fin.0.iter().map(|c| (c.personnes, c.retenus)).collect())).collect()
    }

    fn personnes(&self) -> Vec<LignePersonne> {
        let lignes = self.dossier.lignes().into_iter().enumerate();
        lignes
            .map(|(rang, l)| {
                let [bras, probabilite, ticket] = self.cellules(rang);
                LignePersonne([l.0, l.1, l.2, l.3, l.4, l.5, bras, probabilite, ticket])
            })
            .collect()
    }

    /// What the person at this rank of the list got; `None` when excluded.
    fn resultat(&self, rang: usize) -> Option<Affectation<'_>> {
        let (place, candidat) = (self.tirage.places[rang].as_ref()?, &self.dossier.liste.candidats()[rang]);
        let groupe = &self.tirage.groupes[candidat.groupe];
        let bras = place.bras.map_or(SURNOMBRE, |b| &self.dossier.protocole.bras()[b as usize]);
        let probabilite = place.bras.map_or(groupe.surnombre, |b| groupe.probabilites[b as usize]);
        Some(Affectation { identifiant: &candidat.identifiant, bras, probabilite, ticket: &place.ticket })
    }

    /// Arm, probability and ticket of the person at this rank of the list; empty when excluded.
    pub(crate) fn cellules(&self, rang: usize) -> [String; 3] {
        self.resultat(rang).map(|a| a.cellules()).unwrap_or_default()
    }

    /// The minutes as they are written.
    pub(crate) fn lu(&self) -> Lu {
        let personnes = self.personnes();
        let cellules = self.dossier.effectifs().into_iter().zip(&self.tirage.groupes);
        Lu {
            format: FORMAT.into(),
            protocole: self.dossier.protocole.clone(),
            protocole_sha256: hex(&self.dossier.protocole.empreinte()),
            secret_liste: self.dossier.secret.clone(),
            precedent: self.dossier.precedent.clone(),
            racine: hex(&self.dossier.racine),
            alea: self.alea.clone(),
            secrets: self.secrets.clone(),
            graine: hex(&self.graine),
            affectations_sha256: hex(&sha256(affectations(&personnes).as_bytes())),
            cellules: cellules
                .map(|((site, vague, strate, a_tirer, exclus), g)| {
                    let probabilites = g.probabilites.iter().map(ToString::to_string).collect();
                    lecture::Cellule(
                        site,
                        vague,
                        strate,
                        a_tirer,
                        exclus,
                        g.admis,
                        g.comptes.clone(),
                        probabilites,
                        g.surnombre.to_string(),
                    )
                })
                .collect(),
            reports: self.reports(),
            personnes,
        }
    }
}

impl Lu {
    /// The bytes of the file.
    pub(crate) fn json(&self) -> String {
        let mut e = Ecrivain::nouveau();
        e.membre("format", &self.format);
        e.membre("protocole", &self.protocole);
        e.membre("protocole_sha256", &self.protocole_sha256);
        e.membre("secret_liste", &self.secret_liste);
        e.membre("precedent", &self.precedent);
        e.membre("racine", &self.racine);
        e.membre("alea", &self.alea);
        e.membre("secrets", &self.secrets);
        e.membre("graine", &self.graine);
        e.membre("affectations_sha256", &self.affectations_sha256);
        e.liste("cellules", &self.cellules);
        e.liste("reports", &self.reports);
        e.liste("personnes", &self.personnes);
        e.finir()
    }
}

fn affectations(personnes: &[LignePersonne]) -> String {
    let mut sortie = String::from("identifiant;site;vague;strate;bras;probabilite;ticket\n");
    for LignePersonne([identifiant, site, vague, strate, _, _, bras, probabilite, ticket]) in personnes {
        if !ticket.is_empty() {
            for (i, cellule) in [identifiant, site, vague, strate, bras, probabilite, ticket].into_iter().enumerate() {
                sortie.push_str(if i == 0 { "" } else { ";" });
                sortie.push_str(cellule);
            }
            sortie.push('\n');
        }
    }
    sortie
}
