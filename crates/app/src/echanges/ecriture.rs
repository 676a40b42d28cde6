//! Writes a batch of understood rows: looks up, compares, inserts or updates, journals.

use passerelle_base::Instant;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait, Value};
use uuid::Uuid;

use super::analyse::Bonne;
use super::entetes::Entetes;
use super::nature::{Colonne, Derive, Forme, Nature};
use super::references::{self, References};
use super::{Motif, Refus, sql};
use crate::access::{Acteur, Action};
use crate::db::{self, ErreurBase, Resultat, Tx};
use crate::journal::{self, Entree};

/// Everything a batch needs to know of its file.
pub(super) struct Ecriture<'a> {
    pub nature: &'a Nature,
    pub references: References,
    pub import: Uuid,
    pub acteur: &'a Acteur,
    pub maintenant: Instant,
    /// Columns present in the file that fill a field of the main table, in order.
    champs: Vec<usize>,
    /// Computed fields whose columns are all present.
    derives: Vec<&'a Derive>,
    /// The column that fills a link table, when present.
    liens: Option<usize>,
}

/// What became of the rows of a batch.
#[derive(Default)]
pub(super) struct Bilan {
    pub crees: u64,
    pub modifies: u64,
    pub inchanges: u64,
    pub refus: Vec<Refus>,
}

/// A row ready to be compared.
struct Prete {
    bonne: Bonne,
    /// Values of the main table: `champs`, then `derives`.
    valeurs: Vec<Value>,
    cle: Vec<Value>,
    liens: Vec<Uuid>,
}

/// A row of the base under the same key.
struct Existant {
    id: Uuid,
    valeurs: Vec<Value>,
    liens: Vec<Uuid>,
}

impl<'a> Ecriture<'a> {
    pub fn nouvelle(
        nature: &'a Nature,
        entetes: &Entetes,
        references: References,
        import: Uuid,
        acteur: &'a Acteur,
        maintenant: Instant,
    ) -> Self {
        let present = |i: usize| entetes.positions[i].is_some();
        let dans_table_cle = |c: &Colonne| nature.table_cle.is_some() && c.champ.is_some_and(|f| nature.cle.contains(&f));
        let colonnes = || nature.colonnes.iter().enumerate().filter(|(i, _)| present(*i));
        let champs = colonnes().filter(|(_, c)| c.champ.is_some() && !dans_table_cle(c)).map(|(i, _)| i).collect();
        let liens = colonnes().find(|(_, c)| matches!(c.forme, Forme::Structures(..))).map(|(i, _)| i);
        let connues = |d: &&Derive| d.colonnes.iter().all(|c| nature.position(c).is_some_and(present));
        let derives = nature.derives.iter().filter(connues).collect();
        Self { nature, references, import, acteur, maintenant, champs, derives, liens }
    }

    /// Writes a batch. A row that the base itself refuses (another import got there first, a
    /// constraint over fields that this file does not bring) is found by halving the batch, so
    /// that its neighbours are kept.
    pub async fn ecrire(&self, tx: &Tx, lot: Vec<Bonne>) -> Resultat<Bilan> {
        let mut bilan = Bilan::default();
        let pretes = self.preparer(tx, lot, &mut bilan).await?;
        let mut pile = vec![pretes];
        while let Some(mut lot) = pile.pop() {
            if lot.is_empty() {
                continue;
            }
            let point = tx.begin().await?;
            match self.comparer_et_ecrire(&point, &lot).await {
                Ok((crees, modifies)) => {
                    point.commit().await?;
                    bilan.crees += crees;
                    bilan.modifies += modifies;
                    bilan.inchanges += lot.len() as u64 - crees - modifies;
                }
                Err(ErreurBase::Moteur(e)) if e.to_string().contains("constraint") => {
                    point.rollback().await?;
                    if lot.len() == 1 {
                        let Bonne { ligne, cellules, .. } = lot.remove(0).bonne;
                        let motif = Motif::ligne("cette ligne contredit ce que la base connaît déjà (dates ou clé) : comparez-la à la fiche");
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
        bilan.refus.sort_by_key(|r| r.ligne);
        Ok(bilan)
    }

    /// Replaces codes by identifiers; rows that point at nothing known are refused.
    async fn preparer(&self, tx: &Tx, lot: Vec<Bonne>, bilan: &mut Bilan) -> Resultat<Vec<Prete>> {
        let mut connues = Vec::with_capacity(lot.len());
        for bonne in lot {
            match self.references.resoudre(self.nature, &bonne) {
                Ok(ids) => connues.push((bonne, ids)),
                Err(motif) => bilan.refus.push(Refus { ligne: bonne.ligne, motif, cellules: bonne.cellules }),
            }
        }
        if let (Some(structure), Some(jeune)) = (self.nature.position("structure"), self.nature.position("jeune")) {
            let numero = |(b, ids): &(Bonne, Vec<Vec<Uuid>>)| (ids[structure][0], b.lus[jeune].texte().to_owned());
            let cles: Vec<(Uuid, String)> = connues.iter().map(numero).collect();
            let trouves = references::jeunes(tx, &cles).await?;
            let toutes = std::mem::take(&mut connues);
            for ((bonne, mut ids), trouve) in std::iter::zip(toutes, trouves) {
                if let Some(id) = trouve {
                    ids[jeune] = vec![id];
                    connues.push((bonne, ids));
                } else {
                    let (numero, code) = (bonne.lus[jeune].texte(), bonne.lus[structure].texte());
                    let phrase = format!("aucun jeune ne porte le numéro « {numero} » dans la structure « {code} » : ajoutez-le dans jeunes.csv ou corrigez le numéro");
                    bilan.refus.push(Refus { ligne: bonne.ligne, motif: Motif::colonne("jeune", phrase), cellules: bonne.cellules });
                }
            }
        }
        Ok(connues.into_iter().map(|(bonne, ids)| self.prete(bonne, ids)).collect())
    }

    fn prete(&self, bonne: Bonne, mut ids: Vec<Vec<Uuid>>) -> Prete {
        let valeur = |i: usize| -> Value {
            match (&bonne.lus[i], ids[i].first()) {
                (super::nature::Lu::Valeur(v), _) => v.clone(),
                (_, Some(id)) => (*id).into(),
                _ => self.nature.colonnes[i].forme.inconnu(),
            }
        };
        let mut valeurs: Vec<Value> = self.champs.iter().map(|&i| valeur(i)).collect();
        let texte = |nom: &str| self.nature.position(nom).map_or_else(String::new, |i| bonne.lus[i].texte().to_owned());
        valeurs.extend(self.derives.iter().map(|d| d.valeur(texte)));
        let cle = self.nature.cle.iter().map(|c| valeur(self.nature.colonne_de(c))).collect();
        let mut liens = self.liens.map(|i| std::mem::take(&mut ids[i])).unwrap_or_default();
        liens.sort_unstable();
        Prete { bonne, valeurs, cle, liens }
    }

    fn noms(&self) -> Vec<&'static str> {
        let champs = self.champs.iter().filter_map(|&i| self.nature.colonnes[i].champ);
        champs.chain(self.derives.iter().map(|d| d.champ)).collect()
    }

    async fn comparer_et_ecrire(&self, tx: &Tx, lot: &[Prete]) -> Resultat<(u64, u64)> {
        let existants = self.existants(tx, lot).await?;
        let mut nouvelles: Vec<(Uuid, &Prete)> = Vec::with_capacity(lot.len());
        let mut entrees = Vec::with_capacity(lot.len());
        let mut modifies = 0;
        for (prete, existant) in std::iter::zip(lot, existants) {
            let Some(existant) = existant else {
                let id = db::nouvel_id::<()>().uuid();
                nouvelles.push((id, prete));
                entrees.push(self.entree(Action::Creer, id));
                continue;
            };
            let changes = self.modifier(tx, prete, &existant).await?;
            if !changes.is_empty() {
                modifies += 1;
                entrees.push(self.entree(Action::Modifier, existant.id).detail(changes.join(", ")));
            }
        }
        self.creer(tx, &nouvelles).await?;
        journal::ecrire_lot(tx, self.maintenant, self.acteur, &entrees).await?;
        Ok((nouvelles.len() as u64, modifies))
    }

    fn entree(&self, action: Action, id: Uuid) -> Entree {
        Entree { origine: Some(self.import), ..Entree::sur(action, self.nature.objet).id(id) }
    }

    async fn existants(&self, tx: &Tx, lot: &[Prete]) -> Resultat<Vec<Option<Existant>>> {
        let noms = self.noms();
        let mut existants: Vec<Option<Existant>> = lot.iter().map(|_| None).collect();
        for plage in sql::lots(lot.len()) {
            let texte = sql::chercher_existants(tx, self.nature, &noms, plage.len());
            let valeurs: Vec<Value> = lot[plage.clone()].iter().flat_map(|p| p.cle.clone()).collect();
            let stmt = Statement::from_sql_and_values(tx.get_database_backend(), texte, valeurs);
            for ligne in tx.query_all_raw(stmt).await? {
                let rang: i64 = ligne.try_get_by("rang")?;
                let mut valeurs = Vec::with_capacity(noms.len());
                for &i in &self.champs {
                    let Colonne { champ, forme, .. } = &self.nature.colonnes[i];
                    valeurs.push(forme.relire(&ligne, champ.unwrap_or_default())?);
                }
                for d in &self.derives {
                    valeurs.push(Forme::Texte.relire(&ligne, d.champ)?);
                }
                let id = ligne.try_get_by("id")?;
                existants[plage.start + rang as usize] = Some(Existant { id, valeurs, liens: vec![] });
            }
        }
        if let Some((table, de, vers)) = self.table_liens() {
            for existant in existants.iter_mut().flatten() {
                let texte = format!("SELECT {vers} AS vers FROM {table} WHERE {de} = $1 ORDER BY {vers}");
                let stmt = Statement::from_sql_and_values(tx.get_database_backend(), texte, [existant.id.into()]);
                for ligne in tx.query_all_raw(stmt).await? {
                    existant.liens.push(ligne.try_get_by("vers")?);
                }
            }
        }
        Ok(existants)
    }

    fn table_liens(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match self.nature.colonnes[self.liens?].forme {
            Forme::Structures(table, de, vers) => Some((table, de, vers)),
            _ => None,
        }
    }

    /// Updates what differs; returns the names of the fields changed.
    async fn modifier(&self, tx: &Tx, prete: &Prete, existant: &Existant) -> Resultat<Vec<&'static str>> {
        let noms = self.noms();
        let differe = |i: &usize| prete.valeurs[*i] != existant.valeurs[*i];
        let changes: Vec<usize> = (0..noms.len()).filter(differe).collect();
        let mut dits: Vec<&'static str> =
            changes.iter().filter(|i| **i < self.champs.len()).map(|&i| noms[i]).collect();
        if !changes.is_empty() {
            let affectations: Vec<String> =
                changes.iter().enumerate().map(|(n, &i)| format!("{} = ${}", noms[i], n + 2)).collect();
            let texte = format!("UPDATE {} SET {} WHERE id = $1", self.nature.table, affectations.join(", "));
            let valeurs = changes.iter().map(|&i| prete.valeurs[i].clone());
            db::executer(tx, &texte, std::iter::once(existant.id.into()).chain(valeurs)).await?;
        }
        if let Some((table, de, _)) = self.table_liens().filter(|_| prete.liens != existant.liens) {
            db::executer(tx, &format!("DELETE FROM {table} WHERE {de} = $1"), [existant.id.into()]).await?;
            self.lier(tx, &[(existant.id, prete)]).await?;
            dits.push(self.nature.colonnes[self.liens.unwrap_or_default()].nom);
        }
        Ok(dits)
    }

    async fn creer(&self, tx: &Tx, nouvelles: &[(Uuid, &Prete)]) -> Resultat<()> {
        let mut champs = vec!["id"];
        champs.extend(self.noms());
        let rangee = |(id, p): &(Uuid, &Prete)| -> Vec<Value> {
            std::iter::once((*id).into()).chain(p.valeurs.iter().cloned()).collect()
        };
        inserer(tx, self.nature.table, &champs, nouvelles, rangee).await?;
        if let Some((table, vers)) = self.nature.table_cle {
            let mut champs = self.nature.cle.to_vec();
            champs.push(vers);
            let rangee = |(id, p): &(Uuid, &Prete)| -> Vec<Value> {
                p.cle.iter().cloned().chain(std::iter::once((*id).into())).collect()
            };
            inserer(tx, table, &champs, nouvelles, rangee).await?;
        }
        self.lier(tx, nouvelles).await
    }

    async fn lier(&self, tx: &Tx, rangees: &[(Uuid, &Prete)]) -> Resultat<()> {
        let Some((table, de, vers)) = self.table_liens() else { return Ok(()) };
        let liens: Vec<(Uuid, Uuid)> =
            rangees.iter().flat_map(|(id, p)| p.liens.iter().map(|l| (*id, *l))).collect();
        inserer(tx, table, &[de, vers], &liens, |(a, b)| vec![(*a).into(), (*b).into()]).await
    }
}

async fn inserer<T>(
    tx: &Tx,
    table: &str,
    champs: &[&str],
    rangees: &[T],
    valeurs: impl Fn(&T) -> Vec<Value>,
) -> Resultat<()> {
    for lot in sql::lots(rangees.len()) {
        let texte = sql::inserer(tx, table, champs, lot.len());
        db::executer(tx, &texte, rangees[lot].iter().flat_map(&valeurs)).await?;
    }
    Ok(())
}
