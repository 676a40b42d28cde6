//! Writes a batch of ready rows: looks up, compares, inserts or updates, journals.

use std::sync::atomic::{AtomicBool, Ordering};

use passerelle_base::Date;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::Import;
use super::creation::{self, mots};
use super::mode::Mode;
use super::nature::{Colonne, Controle, Forme};
use super::preparation::{Plan, Prete};
use super::vides::Vides;
use super::{Motif, Refus, Verdict, references, sql};
use crate::access::{Acteur, Action, Structure};
use crate::db::{self, ErreurBase, Resultat, Tx};
use crate::ident::Id;
use crate::journal::{self, Entree};
use crate::temps::Instant;

/// Why a row without number is not taken in.
const SANS_NUMERO_CONNU: &str = "cette ligne ne donne pas de numéro, et la personne n'est pas encore reconnue : \
                                 rapprochez-la dans « Rapprocher un fichier », puis redonnez le fichier";

/// Rows from which a batch is looked up and written in the order of its keys: neighbours are on the same pages.
const EN_ORDRE: usize = 512;

/// Everything a batch needs to know of its file.
pub(super) struct Ecriture<'a> {
    plan: &'a Plan,
    import: Id<Import>,
    acteur: &'a Acteur,
    maintenant: Instant,
    /// The table was empty when the import began, and imports go one at a time: nothing is
    /// there to compare with, until the base itself says otherwise.
    vide: AtomicBool,
    /// How to import: columns whose empty cells empty what was known, who may be changed.
    mode: &'a Mode,
}

/// What became of the rows of a batch.
#[derive(Default)]
pub(super) struct Bilan {
    /// Line and verdict of the rows kept.
    pub verdicts: Vec<(u64, Verdict)>,
    pub refus: Vec<Refus>,
    pub vides: Vides,
}

/// The day of what was typed on the site.
#[derive(FromQueryResult)]
struct Saisie {
    saisi_le: Option<Date>,
}

/// A row of the base under the same key.
struct Existant {
    id: Uuid,
    valeurs: Vec<Value>,
    liens: Vec<Id<Structure>>,
}

impl<'a> Ecriture<'a> {
    pub async fn nouvelle(
        tx: &Tx,
        plan: &'a Plan,
        import: Id<Import>,
        mode: &'a Mode,
        acteur: &'a Acteur,
        maintenant: Instant,
    ) -> Resultat<Self> {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) une", plan.nature.table);
        let vide = AtomicBool::new(db::compter(tx, &sql, []).await? == 0);
        Ok(Self { plan, import, acteur, maintenant, vide, mode })
    }

    /// Whether the table was empty when the import began.
    pub fn vide(&self) -> bool {
        self.vide.load(Ordering::Relaxed)
    }

    /// Writes a batch. A row that the base itself refuses (another writer got there first, a
    /// constraint over fields that this file does not bring) is found by halving the batch, so
    /// that its neighbours are kept.
    pub async fn ecrire(&self, tx: &Tx, lot: Vec<Prete>) -> Resultat<Bilan> {
        let mut bilan = Bilan::default();
        let en_ordre = lot.len() >= EN_ORDRE;
        let mut connues = self.trouver_jeunes(tx, lot, &mut bilan.refus).await?;
        if self.plan.sans_numero && self.plan.nature.table_cle.is_some() {
            connues = self.reconnues(tx, connues, &mut bilan.refus).await?;
        }
        if let (Some(pour), Some(suivi)) = (self.plan.pour, &self.mode.suivi) {
            connues = self.suivies(tx, connues, (pour, suivi), &mut bilan.refus).await?;
        }
        if let Some(place) = self.plan.places_jeune().filter(|_| en_ordre).map(|(valeur, _)| valeur) {
            connues.sort_by_key(|p| if let Value::Uuid(id) = &p.valeurs[place] { *id } else { None });
        }
        let mut pile = vec![connues];
        while let Some(mut lot) = pile.pop() {
            if lot.is_empty() {
                continue;
            }
            let point = tx.begin().await?;
            match self.comparer_et_ecrire(&point, &lot).await {
                Ok((verdicts, vides)) => {
                    point.commit().await?;
                    bilan.vides.ajouter(vides);
                    bilan.verdicts.extend(std::iter::zip(lot.iter().map(|p| p.ligne), verdicts));
                }
                Err(ErreurBase::Contrainte(..)) => {
                    point.rollback().await?;
                    if self.vide.swap(false, Ordering::Relaxed) {
                        pile.push(lot);
                    } else if lot.len() == 1 {
                        let Prete { ligne, cellules, .. } = lot.remove(0);
                        let motif = Motif::ligne(
                            "cette ligne contredit ce que la base connaît déjà (dates ou clé) : comparez-la à la fiche",
                        );
                        bilan.refus.push(Refus { ligne, motif, cellules });
                    } else {
                        let droite = lot.split_off(lot.len() / 2);
                        pile.push(droite);
                        pile.push(lot);
                    }
                }
                Err(e) => return Err(e),
            }
        }
        bilan.verdicts.sort_unstable_by_key(|(ligne, _)| *ligne);
        Ok(bilan)
    }

    /// Rows whose person is known under the number made for them: the others are not created, somebody looks first.
    async fn reconnues(&self, tx: &Tx, lot: Vec<Prete>, refus: &mut Vec<Refus>) -> Resultat<Vec<Prete>> {
        let existants = self.existants(tx, &lot).await?;
        let (connues, inconnues): (Vec<_>, Vec<_>) =
            std::iter::zip(lot, existants).partition(|(_, existant)| existant.is_some());
        let motif = || Motif::colonne("numero", SANS_NUMERO_CONNU);
        refus.extend(inconnues.into_iter().map(|(p, _)| Refus {
            ligne: p.ligne,
            motif: motif(),
            cellules: p.cellules,
        }));
        Ok(connues.into_iter().map(|(p, _)| p).collect())
    }

    /// Rows about people whom the structure follows, or about nobody known: the others are not its to change.
    async fn suivies(
        &self,
        tx: &Tx,
        lot: Vec<Prete>,
        (pour, suivi): (Id<Structure>, &str),
        refus: &mut Vec<Refus>,
    ) -> Resultat<Vec<Prete>> {
        let qui: Vec<Option<Uuid>> = match self.plan.places_jeune() {
            Some((place, _)) => lot
                .iter()
                .map(|p| if let Value::Uuid(Some(id)) = &p.valeurs[place] { Some(*id) } else { None })
                .collect(),
            None => self.existants(tx, &lot).await?.into_iter().map(|e| e.map(|e| e.id)).collect(),
        };
        let mut permises = Vec::with_capacity(lot.len());
        for (prete, qui) in std::iter::zip(lot, qui) {
            let suivie = match qui {
                None => true,
                Some(id) => db::compter(tx, suivi, [pour.into(), id.into()]).await? > 0,
            };
            if suivie {
                permises.push(prete);
            } else {
                let motif = Motif::ligne(
                    "votre structure ne suit plus cette personne : demandez l'accès à son dossier avant de redonner la ligne",
                );
                refus.push(Refus { ligne: prete.ligne, motif, cellules: prete.cellules });
            }
        }
        Ok(permises)
    }

    /// Looks the young people of a batch up, all together; unknown ones are refused.
    async fn trouver_jeunes(&self, tx: &Tx, mut lot: Vec<Prete>, refus: &mut Vec<Refus>) -> Resultat<Vec<Prete>> {
        let Some((valeur, cle)) = self.plan.places_jeune() else { return Ok(lot) };
        if lot.len() >= EN_ORDRE {
            lot.sort_by(|a, b| a.jeune.cmp(&b.jeune));
        }
        let cles: Vec<(Id<Structure>, String)> = lot.iter_mut().filter_map(|p| p.jeune.take()).collect();
        let trouves = references::jeunes(tx, self.plan.jeunes, &cles).await?;
        let mut connues = Vec::with_capacity(lot.len());
        for (mut prete, (trouve, (_, numero))) in std::iter::zip(lot, std::iter::zip(trouves, &cles)) {
            if let Some(id) = trouve {
                prete.valeurs[valeur] = id.into();
                if let Some(cle) = cle {
                    prete.cle[cle] = id.into();
                }
                connues.push(prete);
            } else if self.plan.sans_numero {
                let motif = Motif::colonne("jeune", SANS_NUMERO_CONNU);
                refus.push(Refus { ligne: prete.ligne, motif, cellules: prete.cellules });
            } else {
                let phrase = format!(
                    "aucun jeune ne porte le numéro « {numero} » dans cette structure : ajoutez-le dans jeunes.csv ou corrigez le numéro"
                );
                let motif = Motif::colonne("jeune", phrase);
                refus.push(Refus { ligne: prete.ligne, motif, cellules: prete.cellules });
            }
        }
        Ok(connues)
    }

    async fn comparer_et_ecrire(&self, tx: &Tx, lot: &[Prete]) -> Resultat<(Vec<Verdict>, Vides)> {
        let existants = if self.vide.load(Ordering::Relaxed) {
            lot.iter().map(|_| None).collect()
        } else {
            self.existants(tx, lot).await?
        };
        let mut nouvelles: Vec<(Uuid, &Prete)> = Vec::with_capacity(lot.len());
        let mut verdicts = Vec::with_capacity(lot.len());
        let mut vides = Vides::default();
        for (prete, existant) in std::iter::zip(lot, existants) {
            let Some(existant) = existant else {
                nouvelles.push((db::nouvel_id::<()>().uuid(), prete));
                verdicts.push(Verdict::Cree);
                continue;
            };
            let changes = self.modifier(tx, prete, &existant, &mut vides).await?;
            verdicts.push(if changes.is_empty() { Verdict::Inchange } else { Verdict::Modifie });
            if !changes.is_empty() {
                let entree = self.entree(Action::Modifier).id(existant.id).detail(changes.join(", "));
                journal::ecrire(tx, self.maintenant, self.acteur, entree);
            }
        }
        creation::creer(tx, self.plan, &nouvelles).await?;
        let ids: Vec<Uuid> = nouvelles.iter().map(|(id, _)| *id).collect();
        journal::ecrire_lot(tx, self.maintenant, self.acteur, &self.entree(Action::Creer), &ids);
        Ok((verdicts, vides))
    }

    fn entree(&self, action: Action) -> Entree {
        Entree { origine: Some(self.import.uuid()), ..Entree::sur(action, self.plan.nature.objet) }
    }

    async fn existants(&self, tx: &Tx, lot: &[Prete]) -> Resultat<Vec<Option<Existant>>> {
        let noms = self.plan.noms();
        let mut existants: Vec<Option<Existant>> = lot.iter().map(|_| None).collect();
        for plage in sql::lots_de(lot.len(), self.plan.nature.cle.len()) {
            let texte = sql::chercher_existants(tx, self.plan.nature, &noms, plage.len());
            let valeurs: Vec<Value> = lot[plage.clone()].iter().flat_map(|p| p.cle.clone()).collect();
            let stmt = Statement::from_sql_and_values(tx.get_database_backend(), texte, valeurs);
            for ligne in tx.query_all_raw(stmt).await? {
                let rang: i64 = ligne.try_get_by("rang")?;
                let mut valeurs = Vec::with_capacity(noms.len());
                for &i in &self.plan.champs {
                    let Colonne { champ, forme, .. } = &self.plan.nature.colonnes[i];
                    valeurs.push(forme.relire(&ligne, champ.unwrap_or_default())?);
                }
                for d in &self.plan.derives {
                    valeurs.push(Forme::Texte.relire(&ligne, d.champ)?);
                }
                let id = ligne.try_get_by("id")?;
                existants[plage.start + rang as usize] = Some(Existant { id, valeurs, liens: vec![] });
            }
        }
        if let Some(([table, de, vers], _)) = self.plan.table_liens() {
            let texte = format!("SELECT {vers} AS vers FROM {table} WHERE {de} = $1 ORDER BY {vers}");
            for existant in existants.iter_mut().flatten() {
                let stmt = Statement::from_sql_and_values(tx.get_database_backend(), &texte, [existant.id.into()]);
                for ligne in tx.query_all_raw(stmt).await? {
                    existant.liens.push(ligne.try_get_by("vers")?);
                }
            }
        }
        Ok(existants)
    }

    /// Updates what differs; returns the names of the fields changed.
    async fn modifier(
        &self,
        tx: &Tx,
        prete: &Prete,
        existant: &Existant,
        vides: &mut Vides,
    ) -> Resultat<Vec<&'static str>> {
        let noms = self.plan.noms();
        let differe = |i: &usize| prete.valeurs[*i] != existant.valeurs[*i];
        let mut changes: Vec<usize> = (0..noms.len()).filter(differe).collect();
        changes.retain(|&i| {
            let colonne = self.plan.champs.get(i).map(|c| &self.plan.nature.colonnes[*c]);
            match colonne.filter(|c| prete.valeurs[i] == c.forme.inconnu()) {
                Some(videe) => self.efface(videe.nom, vides),
                None => true,
            }
        });
        self.garder_les_saisies(tx, prete, existant, &mut changes, vides).await?;
        let mut dits: Vec<&'static str> =
            changes.iter().filter(|i| **i < self.plan.champs.len()).map(|&i| noms[i]).collect();
        if !changes.is_empty() {
            let affectations: Vec<String> =
                changes.iter().enumerate().map(|(n, &i)| format!("{} = ${}", noms[i], n + 2)).collect();
            let texte = format!("UPDATE {} SET {} WHERE id = $1", self.plan.nature.table, affectations.join(", "));
            let valeurs = changes.iter().map(|&i| prete.valeurs[i].clone());
            db::executer(tx, &texte, std::iter::once(existant.id.into()).chain(valeurs)).await?;
        }
        for (rang, index) in self.plan.index().filter(|(rang, _)| changes.contains(rang)) {
            let [table, mot, vers] = index;
            for ancien in mots(&existant.valeurs[rang]) {
                let texte = format!("DELETE FROM {table} WHERE {mot} = $1 AND {vers} = $2");
                db::executer(tx, &texte, [ancien.into(), existant.id.into()]).await?;
            }
            let nouveaux: Vec<(&str, Uuid)> = mots(&prete.valeurs[rang]).map(|m| (m, existant.id)).collect();
            creation::indexer(tx, index, nouveaux).await?;
        }
        if let Some(([table, de, _], colonne)) = self.plan.table_liens().filter(|(_, colonne)| {
            prete.liens != existant.liens && (!prete.liens.is_empty() || self.efface(colonne, vides))
        }) {
            db::executer(tx, &format!("DELETE FROM {table} WHERE {de} = $1"), [existant.id.into()]).await?;
            creation::lier(tx, self.plan, &[(existant.id, prete)]).await?;
            dits.push(colonne);
        }
        Ok(dits)
    }

    /// Leaves out of the changes the fields that were typed on the site no earlier than the day this row gives them.
    async fn garder_les_saisies(
        &self,
        tx: &Tx,
        prete: &Prete,
        existant: &Existant,
        changes: &mut Vec<usize>,
        vides: &mut Vides,
    ) -> Resultat<()> {
        let nature = self.plan.nature;
        let colonne = |i: usize| self.plan.champs.get(i).map(|c| &nature.colonnes[*c]);
        for controle in nature.controles {
            let Controle::Saisie { date, saisi_le, champs } = *controle else { continue };
            let touchee = |i: usize| colonne(i).filter(|c| c.champ.is_some_and(|champ| champs.contains(&champ)));
            if !changes.iter().any(|i| touchee(*i).is_some()) {
                continue;
            }
            let sql = format!("SELECT {saisi_le} AS saisi_le FROM {} WHERE id = $1", nature.table);
            let lue: Option<Saisie> = db::ligne(tx, &sql, [existant.id.into()]).await?;
            let Some(saisie) = lue.and_then(|l| l.saisi_le) else { continue };
            let place = (0..self.plan.champs.len()).find(|i| colonne(*i).is_some_and(|c| c.nom == date));
            let plus_recente = matches!(place.map(|i| &prete.valeurs[i]), Some(Value::ChronoDate(Some(du_fichier))) if *du_fichier > saisie);
            if plus_recente {
                continue;
            }
            for tenue in changes.iter().filter_map(|i| touchee(*i)) {
                *vides.saisies.entry(tenue.nom).or_default() += 1;
            }
            vides.lignes_saisies.push(prete.ligne);
            changes.retain(|i| touchee(*i).is_none());
        }
        Ok(())
    }

    /// Whether the empty cell of a known value empties it; counted either way.
    fn efface(&self, colonne: &'static str, vides: &mut Vides) -> bool {
        let efface = self.mode.effacer.iter().any(|e| e == colonne);
        *if efface { &mut vides.effacees } else { &mut vides.gardees }.entry(colonne).or_default() += 1;
        efface
    }
}
