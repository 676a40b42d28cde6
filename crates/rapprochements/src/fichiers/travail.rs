//! The engine over a file and the people open to whoever deposited it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use passerelle_appariement::{
    Colonne, Decisions, ErreurAppariement, Lien, Modele, Nature, Rapprochement, Registre, SansTemoin, joindre,
};
use passerelle_socle::temps::Horloge;
use tempfile::TempDir;

use super::store::{self, Nouvelle};
use crate::erreur::ErreurRecherche;
use crate::recherche::{indices, millioniemes};
use crate::store::Fiche;
use crate::suivi::{self, Avance, Bilan, Commencee, Suivie};
use crate::{Source, fiches};
use passerelle_socle::access::{Accorde, Action, Faits, Jeune, Objet, Structure, may};
use passerelle_socle::db::{Base, ErreurBase, Resultat};
use passerelle_socle::ident::Id;
use passerelle_socle::journal::{self, Entree};

/// A file as it was received, its headers read.
pub(super) struct Depot {
    source: Source,
    /// Its own columns and those of the base that can be compared.
    colonnes: Vec<Colonne>,
    pub nom: String,
    /// Whose numbers its identifiers are.
    pub structure: Id<Structure>,
    /// Where its bytes are, as long as they are needed.
    pub dossier: TempDir,
}

fn dite(e: anyhow::Error) -> ErreurRecherche {
    ErreurRecherche::Fichier(format!("{e:#}"))
}

impl Depot {
    /// Looks at the file of that name in the folder; refuses in a sentence what cannot be linked. `identifiants` is the
    /// header of the column of identifiers, when it does not tell by itself.
    pub async fn ouvrir(
        dossier: TempDir,
        nom: String,
        structure: Id<Structure>,
        identifiants: &str,
    ) -> Result<Self, ErreurRecherche> {
        let mut modele = Modele::default();
        if !identifiants.is_empty() {
            modele.colonnes.insert(identifiants.to_owned(), Nature::Identifiant);
        }
        // Looking at a file reads it through.
        let travail = tokio::task::spawn_blocking(move || {
            let source = Source::ouvrir(&dossier.path().join(&nom), &nom, &modele).map_err(dite)?;
            let base: Vec<Option<Colonne>> = fiches::colonnes().into_iter().map(Some).collect();
            let (colonnes, _) = joindre(source.colonnes(), Some(&base));
            Ok(Self { source, colonnes, nom, structure, dossier })
        });
        travail.await.map_err(|_| ErreurRecherche::Coupee)?
    }

    /// Reads its rows into a register, as the first source.
    async fn verser(mut self) -> Result<(Self, Registre), ErreurRecherche> {
        let travail = tokio::task::spawn_blocking(move || {
            let mut registre = Registre::nouveau(self.colonnes.clone());
            let colonnes = self.colonnes.clone();
            self.source.verser(&colonnes, &mut registre, &AtomicU64::new(0), &|_| {}).map_err(dite)?;
            registre.seconde_source();
            Ok((self, registre))
        });
        travail.await.map_err(|_| ErreurRecherche::Coupee)?
    }

    /// A refusal of the engine, in the words of whoever deposited the file.
    fn refus(&self, e: ErreurAppariement) -> ErreurRecherche {
        let nom = &self.nom;
        ErreurRecherche::Fichier(match e {
            ErreurAppariement::SourceVide(1) => {
                format!("{nom} n'a personne à qui être comparé : aucune fiche ne vous est ouverte")
            }
            ErreurAppariement::SansDate(1) => return ErreurRecherche::SansDate,
            ErreurAppariement::SansDate(_) => {
                format!(
                    "{nom} n'a aucune date de naissance lisible : écrivez-les comme « 14/03/2001 » ou « 2001-03-14 »"
                )
            }
            ErreurAppariement::SansPaire => format!(
                "{nom} n'a aucune ligne qui ressemble à une fiche qui vous est ouverte : vérifiez ses colonnes de noms et de dates"
            ),
            ErreurAppariement::SansColonne => format!(
                "{nom} n'a pas deux colonnes qui disent qui est qui (nom, prénom, date de naissance, téléphone, courriel) : \
                 renommez ses en-têtes (lus : {})",
                self.source.entetes()
            ),
            autre => return dite(self.source.refus(&autre)),
        })
    }
}

/// What was decided before of the numbers of this structure: by ranks, for the engine; and the rows already known.
async fn decisions(
    base: &Base,
    structure: Id<Structure>,
    registre: &Registre,
    qui: &[Id<Jeune>],
) -> Result<(Decisions, Vec<bool>), ErreurRecherche> {
    let debut = registre.taille() - qui.len();
    let rangs: HashMap<Id<Jeune>, usize> = qui.iter().enumerate().map(|(rang, id)| (*id, debut + rang)).collect();
    let lignes: HashMap<&str, usize> = (0..debut).map(|rang| (registre.identifiant(rang), rang)).collect();
    let mut connues = vec![false; debut];
    let mut decisions = Decisions::default();
    for n in store::numeros(base.lecture(), structure).await? {
        let Some(ligne) = lignes.get(n.numero.as_str()) else { continue };
        connues[*ligne] = true;
        // Somebody known under a number is not free for another row.
        decisions.liens.extend(rangs.get(&n.jeune_id).map(|rang| (*ligne, *rang)));
    }
    let separes = store::separes(base.lecture(), structure).await?;
    let rang = |n: &store::Numero| Some((*lignes.get(n.numero.as_str())?, *rangs.get(&n.jeune_id)?));
    decisions.separes = separes.iter().filter_map(rang).collect();
    Ok((decisions, connues))
}

/// Forgets what rows of old files say; returns how many rows. Each day, whether or not another file comes.
pub async fn oublier(base: &Base, horloge: &dyn Horloge) -> Resultat<u64> {
    let tx = base.transaction().await?;
    let combien = store::oublier(&tx, horloge.maintenant()).await?;
    tx.commit().await?;
    Ok(combien)
}

/// Goes to the end of a look that was begun.
pub(super) async fn poursuivre(
    base: &Base,
    horloge: &dyn Horloge,
    accorde: &Accorde,
    commencee: Commencee,
    depot: Depot,
) -> Result<(), ErreurRecherche> {
    let fait = faire(base, horloge, accorde, commencee.id, depot).await;
    commencee.rendre(base, horloge.maintenant(), fait).await
}

async fn faire(
    base: &Base,
    horloge: &dyn Horloge,
    accorde: &Accorde,
    recherche: Id<Suivie>,
    depot: Depot,
) -> Result<(), ErreurRecherche> {
    accorde.pour(&[Action::Creer], &[Objet::Rapprochements]).map_err(ErreurBase::from)?;
    let (depot, mut registre) = depot.verser().await?;
    let acteur = accorde.acteur();
    let qui = match may(acteur, Action::Lister, Objet::Jeunes, &Faits::default()) {
        Ok(lire) => {
            fiches::verser(base, &lire.perimetre(), horloge.aujourdhui(), &depot.colonnes, &mut registre).await?
        }
        Err(_) => vec![],
    };
    let (decisions, connues) = decisions(base, depot.structure, &registre, &qui).await?;
    let avance = Avance::nouvelle(Arc::new(SansTemoin));
    let compare = suivi::comparer(base, horloge, recherche, registre, decisions, &avance).await?;
    let (registre, fait) = compare.ok_or(ErreurRecherche::Coupee)?;
    let fait = match fait {
        Ok(fait) => Some(fait),
        // All known already: nothing else was to be found.
        Err(ErreurAppariement::SansPaire) if connues.iter().all(|c| *c) => None,
        Err(e) => return Err(depot.refus(e)),
    };
    let proposes: Vec<(&Rapprochement, &Lien)> = fait
        .iter()
        .flat_map(|f| f.liens.iter().map(move |l| (f, l)))
        .filter(|(_, l)| !l.humaine && !connues[l.a])
        .collect();
    let mut lignes: Vec<i64> = proposes.iter().map(|(_, l)| depot.source.ligne(l.a)).collect();
    lignes.sort_unstable();
    let (depot, dites) = tokio::task::spawn_blocking(move || {
        let dites = depot.source.relire(&lignes).map_err(dite)?;
        Ok::<_, ErreurRecherche>((depot, dites))
    })
    .await
    .map_err(|_| ErreurRecherche::Coupee)??;

    let maintenant = horloge.maintenant();
    let tx = base.transaction().await?;
    let debut = registre.taille() - qui.len();
    for (fait, lien) in &proposes {
        // Merged or erased meanwhile.
        let Some(fiche) = Fiche::une(&tx, qui[lien.b - debut]).await? else { continue };
        let ligne = depot.source.ligne(lien.a);
        let champs: HashMap<&str, &str> =
            dites.get(&ligne).into_iter().flatten().map(|(nature, dit)| (*nature, dit.as_str())).collect();
        let nouvelle = Nouvelle {
            recherche,
            structure: depot.structure,
            ligne,
            identifiant: registre.identifiant(lien.a),
            probabilite: millioniemes(lien),
            sure: lien.sur(),
            indices: &indices(fait, lien),
            champs: &champs,
        };
        store::proposer(&tx, &nouvelle, &fiche).await?;
    }
    let bilan = Bilan {
        fiches: qui.len() as i64,
        paires: proposes.len() as i64,
        lignes: Some(connues.len() as i64),
        connues: Some(connues.iter().filter(|c| **c).count() as i64),
        qualite: fait.as_ref().and_then(suivi::attendus_des_surs),
    };
    suivi::finir(&tx, maintenant, recherche, &bilan).await?;
    let detail = format!("fichier : {} lignes, {} proposées", connues.len(), proposes.len());
    let entree = Entree::sur(Action::Creer, Objet::Rapprochements).id(recherche).detail(detail);
    journal::ecrire(&tx, maintenant, acteur, entree);
    tx.commit().await?;
    drop(depot.dossier);
    Ok(())
}
