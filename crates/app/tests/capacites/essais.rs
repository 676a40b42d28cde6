//! How the parameters of a path are filled: an existing thing, an unknown one, a malformed address; about a young person,
//! each state of their file. A path that names a table by its first word needs nothing here.

use passerelle_monde::rapprochements::table_de;
use passerelle_monde::{Monde, Regard, id_de, premier};
use passerelle_socle::access::Role;
use passerelle_socle::web::Declaration;
use uuid::Uuid;

/// One way to fill the parameters of a path, and what it stands for.
pub type Essai = (&'static str, String);

/// The link of somebody who is asked.
const JETON: &str = passerelle_monde::JETON;

/// What nothing has.
fn inconnu() -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_dead)
}

/// Every way to fill this path, for this reader.
pub async fn essais(monde: &Monde, d: &Declaration, regard: &Regard) -> Vec<Essai> {
    let inconnu = inconnu().to_string();
    let connu = async |table: &str, condition: &str| id_de(monde, table, condition).await.to_string();
    let mettre = |valeurs: &[(&'static str, &str)]| -> Vec<Essai> {
        valeurs.iter().map(|(nom, v)| (*nom, remplir(d.chemin, v))).collect()
    };
    match d.chemin {
        "/evenements/{id}" => {
            let (public, cache) =
                (connu("evenements", "public").await, connu("evenements", "public IS NOT TRUE").await);
            mettre(&[("public", &public), ("hidden", &cache), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/connexion/demonstration/{id}" => {
            mettre(&[("known", &connu("comptes", "demonstration").await), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/bilans/{id}" => mettre(&[
            ("known", &connu("bilans_figes", "au = '2017-12-31'").await),
            ("unknown", &inconnu),
            ("malformed", "1"),
        ]),
        "/bilans/{id}/fichier/{format}" => {
            let id = connu("bilans_figes", "au = '2017-12-31'").await;
            let avec = |id: &str, format: &str| d.chemin.replace("{id}", id).replace("{format}", format);
            vec![("known", avec(&id, "csv")), ("unknown", avec(&inconnu, "csv")), ("malformed", avec(&id, "exe"))]
        }
        "/bilan/fichier/{format}" => mettre(&[("known", "csv"), ("malformed", "exe")]),
        "/bilan/cas/{figure}" => mettre(&[("known", "actions"), ("unknown", "rien")]),
        "/bilan/cas/{figure}/{format}" => {
            let avec = |figure: &str, format: &str| d.chemin.replace("{figure}", figure).replace("{format}", format);
            vec![
                ("known", avec("actions", "csv")),
                ("unknown", avec("rien", "csv")),
                ("malformed", avec("actions", "exe")),
            ]
        }
        "/donnees-personnelles/{public}" => mettre(&[("known", "jeunes"), ("unknown", "rien")]),
        "/mon-espace/documents/{id}" | "/mon-espace/tirages/{id}/preuve.json" => {
            mettre(&[("unknown", &inconnu), ("malformed", "1")])
        }
        "/conservation/oppositions/{id}" => {
            mettre(&[("known", &connu("oppositions", "1 = 1").await), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/mon-espace/contester/{objet}/{id}" => {
            let avec = |objet: &str, id: &str| d.chemin.replace("{objet}", objet).replace("{id}", id);
            let mut essais = vec![("unknown", avec("note", &inconnu)), ("malformed", avec("note", "1"))];
            if let Some((_, jeune)) = regard.jeunes.first() {
                let condition = format!("jeune_id = {}", monde.litteral(*jeune));
                essais.insert(0, ("known", avec("frein", &connu("freins", &condition).await)));
            }
            essais
        }
        // An appointment still to come, each time another: one cannot come, or can after all.
        chemin if chemin.starts_with("/mon-espace/contacts/{id}/") => {
            let mut essais = mettre(&[("unknown", &inconnu), ("malformed", "1")]);
            if let Some((_, jeune)) = regard.jeunes.first() {
                let id = Uuid::now_v7();
                let dit = if chemin.ends_with("/venir") { "1" } else { "NULL" };
                let sql = format!(
                    "INSERT INTO contacts (id, jeune_id, type, date, cree_le, empeche_le) \
                     VALUES ($1, $2, 'rendez_vous', '2018-06-01', 0, {dit})"
                );
                passerelle_monde::rapprochements::ecrire(monde, &sql, vec![id.into(), (*jeune).into()]).await;
                essais.insert(0, ("known", remplir(chemin, &id.to_string())));
            }
            essais
        }
        "/entrer/{secret}" => {
            let lien = monde.lien(Role::Pilote).await;
            vec![("known", lien), ("unknown", remplir(d.chemin, "jamais-remis"))]
        }
        // A fresh account each time: what is done to it leaves the readers of the matrix alone.
        chemin if chemin.starts_with("/comptes/") && chemin.contains('{') => {
            monde.lien(Role::Pilote).await;
            let compte =
                premier(monde, "SELECT id FROM comptes WHERE NOT demonstration ORDER BY id DESC LIMIT 1").await;
            let habilitation = premier(monde, "SELECT id FROM habilitations ORDER BY id DESC LIMIT 1").await;
            let id = if chemin.starts_with("/comptes/habilitations") { habilitation } else { compte };
            if chemin.ends_with("/reactiver") {
                let sql = "UPDATE comptes SET desactive_le = 1 WHERE id = $1";
                passerelle_monde::rapprochements::ecrire(monde, sql, vec![id.into()]).await;
            }
            mettre(&[("known", &id.to_string()), ("unknown", &inconnu), ("malformed", "1")])
        }
        // One's own sessions and roles: those of somebody else are unknown.
        chemin if chemin.starts_with("/mon-compte/") && chemin.contains('{') => {
            mettre(&[("unknown", &inconnu), ("malformed", "1")])
        }
        chemin if chemin.starts_with("/jeunes/{id}") => d_une_personne(monde, chemin, regard).await,
        "/contrats/{id}" => {
            let mut essais = Vec::new();
            for (etat, jeune) in &regard.jeunes {
                let condition = format!("jeune_id = {}", monde.litteral(*jeune));
                essais.push((*etat, remplir(d.chemin, &connu("contrats", &condition).await)));
            }
            essais.extend(mettre(&[("unknown", &inconnu), ("malformed", "1")]));
            essais
        }
        "/enquete/{jeton}" => mettre(&[("known", JETON), ("unknown", "jamais-remis")]),
        // What a draft alone may become.
        "/etudes/{id}/enregistrer" | "/etudes/{id}/modifier" | "/etudes/{id}/supprimer" => {
            let id = premier(monde, "SELECT id FROM etudes ORDER BY id DESC LIMIT 1").await;
            mettre(&[("known", &id.to_string()), ("unknown", &inconnu), ("malformed", "1")])
        }
        // A draw that is being filled, or frozen and not drawn yet, for what each may become.
        "/tirages/{id}/figer"
        | "/tirages/{id}/modifier"
        | "/tirages/{id}/candidats"
        | "/tirages/{id}/candidats/fichier" => {
            let id =
                connu("tirages", "NOT EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = tirages.id)")
                    .await;
            mettre(&[("known", &id), ("unknown", &inconnu), ("malformed", "1")])
        }
        "/tirages/{id}/tirer" => {
            let id = connu(
                "tirages",
                "EXISTS (SELECT 1 FROM tirages_engagements e WHERE e.tirage_id = tirages.id) \
                 AND NOT EXISTS (SELECT 1 FROM tirages_proces_verbaux v WHERE v.tirage_id = tirages.id)",
            )
            .await;
            mettre(&[("known", &id), ("unknown", &inconnu), ("malformed", "1")])
        }
        chemin if chemin.starts_with("/etudes/{id}/") => {
            let connus = [
                ("{extrait}", connu("etudes_extraits", "1 = 1").await),
                ("{resultat}", connu("etudes_resultats", "1 = 1").await),
                ("{format}", "json".to_owned()),
            ];
            let suite = connus.iter().fold(chemin.to_owned(), |c, (nom, v)| c.replace(nom, v));
            let avec = |id: &str| suite.replace("{id}", id);
            let id = connu("etudes", "1 = 1").await;
            vec![("known", avec(&id)), ("unknown", avec(&inconnu)), ("malformed", avec("1"))]
        }
        // A file waits for its sender: it is unknown to all others.
        chemin if chemin.contains("{depot}") => {
            let avec = |id: &str| chemin.replace("{depot}", id).replace("{rang}", "0");
            vec![("unknown", avec(&inconnu)), ("malformed", avec("1"))]
        }
        chemin if chemin.contains('{') => {
            let sienne = (chemin.split('/').nth(1).unwrap_or_default(), "1 = 1");
            let (table, condition) = table_de(chemin).unwrap_or(sienne);
            mettre(&[("known", &connu(table, condition).await), ("unknown", &inconnu), ("malformed", "1")])
        }
        chemin => vec![("-", chemin.to_owned())],
    }
}

/// Each state of the file, then what hangs on the person and does not exist, or hangs on somebody else.
async fn d_une_personne(monde: &Monde, chemin: &str, regard: &Regard) -> Vec<Essai> {
    let inconnu = inconnu().to_string();
    let mut essais: Vec<Essai> = Vec::new();
    for (etat, id) in &regard.jeunes {
        essais.push((*etat, suspendre(monde, remplir(chemin, &id.to_string()), Some(*id)).await));
    }
    essais.push(("unknown", suspendre(monde, remplir(chemin, &inconnu), None).await));
    essais.push(("malformed", suspendre(monde, remplir(chemin, "1"), None).await));
    if remplir(chemin, "").contains('{')
        && let Some((_, id)) = regard.jeunes.first()
    {
        let autre = regard.jeunes[1].1;
        essais.push(("sub unknown", suspendre(monde, remplir(chemin, &id.to_string()), None).await));
        essais.push(("sub of another", suspendre(monde, remplir(chemin, &id.to_string()), Some(autre)).await));
    }
    essais
}

/// Fills what the path names under a young person: what `jeune` has, or else what nobody has.
async fn suspendre(monde: &Monde, mut chemin: String, jeune: Option<Uuid>) -> String {
    while let Some(debut) = chemin.find('{') {
        let table = chemin[..debut].trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        let id = match jeune {
            // The other file, and what brought two together: nobody's here.
            _ if ["fusionner", "fusions"].contains(&table.as_str()) => inconnu(),
            // Actions hang on an obstacle, and carry its identifier in these worlds.
            Some(j) if table == "actions" => id_de(monde, "freins", &format!("jeune_id = {}", monde.litteral(j))).await,
            Some(j) => {
                // What brings back wants what was taken back.
                let repris = match chemin.rsplit('/').next() {
                    Some("retablir") => "presence = 'annule'",
                    Some("remettre") if table == "notes" => "retiree_le IS NOT NULL",
                    Some("remettre") => "retire_le IS NOT NULL",
                    Some("rouvrir") => "leve_le IS NOT NULL",
                    _ => "1 = 1",
                };
                id_de(monde, &table, &format!("jeune_id = {} AND {repris}", monde.litteral(j))).await
            }
            None => inconnu(),
        };
        chemin = remplir(&chemin, &id.to_string());
    }
    chemin
}

fn remplir(chemin: &str, valeur: &str) -> String {
    let (avant, reste) = chemin.split_once('{').expect("a parameter");
    let apres = reste.split_once('}').map_or("", |(_, a)| a);
    format!("{avant}{valeur}{apres}")
}
