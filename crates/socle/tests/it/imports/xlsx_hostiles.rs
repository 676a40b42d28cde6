//! Workbooks made to exhaust the machine: refused before they are opened, in little memory.

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use super::seul;
use passerelle_monde::{Monde, mondes};

const MEGA: usize = 1 << 20;
/// What the issue allows a bomb to cost.
const HAUSSE_MAX: u64 = 64 << 10;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RACINE: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const CLASSEUR: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="F" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const LIENS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const DEBUT: &str = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c><c r="B1" t="inlineStr"><is><t>nom</t></is></c><c r="C1" t="inlineStr"><is><t>type</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2" t="inlineStr"><is><t>"#;
const FIN: &str = r#"</t></is></c><c r="C2" t="inlineStr"><is><t>autre</t></is></c></row></sheetData></worksheet>"#;

/// A workbook whose one sheet is to be written.
fn commence() -> zip::ZipWriter<Cursor<Vec<u8>>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (chemin, texte) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RACINE),
        ("xl/workbook.xml", CLASSEUR),
        ("xl/_rels/workbook.xml.rels", LIENS),
    ] {
        zip.start_file(chemin, options).unwrap();
        zip.write_all(texte.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip
}

/// A workbook of structures whose one name is `nom` repeated up to `taille` bytes.
fn classeur(nom: &[u8], taille: usize) -> Vec<u8> {
    let mut zip = commence();
    zip.write_all(DEBUT.as_bytes()).unwrap();
    let morceau = nom.repeat((64 << 10) / nom.len());
    let mut reste = taille;
    while reste > 0 {
        let n = reste.min(morceau.len());
        zip.write_all(&morceau[..n]).unwrap();
        reste -= n;
    }
    zip.write_all(FIN.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// The places of a signature.
fn places(octets: &[u8], signature: &[u8; 4]) -> Vec<usize> {
    octets.windows(4).enumerate().filter(|(_, f)| f == signature).map(|(i, _)| i).collect()
}

/// Rewrites what the directory and the local header of the sheet claim about sizes.
fn mentir(octets: &mut [u8], compresse: Option<u32>, gonfle: Option<u32>) {
    let directoire = *places(octets, b"PK\x01\x02").last().unwrap();
    let local = *places(octets, b"PK\x03\x04").last().unwrap();
    for (debut, place_compresse) in [(directoire, 20), (local, 18)] {
        for (place, valeur) in [(place_compresse, compresse), (place_compresse + 4, gonfle)] {
            if let Some(valeur) = valeur {
                octets[debut + place..debut + place + 4].copy_from_slice(&valeur.to_le_bytes());
            }
        }
    }
}

/// Runs the real program on a file, and tells what it said and the most memory it held, in kB.
fn importer(monde: &Monde, fichier: &Path) -> (String, u64) {
    let mut enfant = passerelle_monde::programme()
        .args(["import", "--base", monde.adresse()])
        .arg(fichier)
        .current_dir(monde.dossier.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let etat = format!("/proc/{}/status", enfant.id());
    let mut haut = 0;
    while enfant.try_wait().unwrap().is_none() {
        let texte = std::fs::read_to_string(&etat).unwrap_or_default();
        let lu = texte
            .lines()
            .find_map(|l| l.strip_prefix("VmHWM:"))
            .and_then(|l| l.split_whitespace().next()?.parse().ok());
        haut = haut.max(lu.unwrap_or(0));
        std::thread::sleep(Duration::from_micros(500));
    }
    let mut dit = String::new();
    std::io::Read::read_to_string(&mut enfant.stdout.take().unwrap(), &mut dit).unwrap();
    (dit, haut)
}

/// The bomb is refused, with its sentence, in hardly more memory than an honest workbook takes.
async fn refusee(nom: &str, bombe: &[u8]) {
    for monde in mondes(nom).await {
        let dossier = monde.deposer(&[("structures.xlsx", classeur(b"Maison ", 70))]);
        let (dit, honnete) = importer(&monde, &dossier.join("structures.xlsx"));
        assert!(dit.contains("cree 1"), "{dit}");
        let avant = monde.faits().await;
        let dossier = monde.deposer(&[("structures.xlsx", bombe)]);
        let (dit, haut) = importer(&monde, &dossier.join("structures.xlsx"));
        assert!(dit.contains("gonfle démesurément") || dit.contains("est abîmé"), "{dit}");
        assert!(!dit.contains("lignes lues"), "{dit}");
        assert!(honnete > 0 && haut < honnete + HAUSSE_MAX, "{honnete} kB, then {haut} kB");
        assert_eq!(monde.faits().await, avant);
    }
}

#[tokio::test]
async fn sixty_megabytes_out_of_a_few_kilobytes_are_refused_early() {
    let bombe = classeur(b"A", 61 * MEGA);
    assert!(bombe.len() < 100 << 10, "{} bytes", bombe.len());
    refusee("bombe", &bombe).await;
}

#[tokio::test]
async fn a_directory_that_says_the_sheet_is_small_is_not_believed() {
    let mut bombe = classeur(b"A", 61 * MEGA);
    mentir(&mut bombe, None, Some(1_000));
    refusee("bombe_petite", &bombe).await;
}

#[tokio::test]
async fn a_directory_that_says_the_sheet_is_hardly_compressed_is_not_believed() {
    // The sizes are those of an honest sheet of 60 MB; the bytes of the file are not there.
    let mut bombe = classeur(b"A", 61 * MEGA);
    mentir(&mut bombe, Some(10 * MEGA as u32), None);
    refusee("bombe_dense", &bombe).await;
}

#[tokio::test]
async fn a_file_swollen_with_padding_does_not_make_one_huge_cell_pass() {
    // 2 MB of noise beside the sheet: nothing that weighs its bytes finds this ratio absurd.
    let mut bombe = classeur(b"A", 61 * MEGA);
    let directoire = places(&bombe, b"PK\x01\x02")[0];
    let mut graine = 93u32;
    let bruit: Vec<u8> = std::iter::repeat_with(|| {
        graine = graine.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (graine >> 24) as u8 | 0x80
    })
    .take(2 * MEGA)
    .collect();
    bombe.splice(directoire..directoire, bruit);
    let fin = *places(&bombe, b"PK\x05\x06").last().unwrap();
    let nouveau = (directoire + 2 * MEGA) as u32;
    bombe[fin + 16..fin + 20].copy_from_slice(&nouveau.to_le_bytes());
    mentir(&mut bombe, Some(2 * MEGA as u32), None);
    refusee("bombe_rembourree", &bombe).await;
}

#[tokio::test]
async fn a_workbook_of_too_many_parts_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..1_000 {
        zip.start_file(format!("xl/worksheets/sheet{i}.xml"), zip::write::SimpleFileOptions::default()).unwrap();
    }
    let octets = zip.finish().unwrap().into_inner();
    for monde in mondes("bombe_parties").await {
        let rapport = monde.livrer(&[("structures.xlsx", &octets)]).await;
        let erreur = seul(&rapport).erreur.clone().unwrap();
        assert!(erreur.contains("trop de parties (1000)"), "{erreur}");
    }
}

#[tokio::test]
async fn a_workbook_too_heavy_for_a_spreadsheet_is_sent_to_csv() {
    let mut octets = classeur(b"A", 10);
    octets.extend(vec![0; 21 * MEGA]);
    for monde in mondes("bombe_lourde").await {
        let rapport = monde.livrer(&[("structures.xlsx", &octets)]).await;
        let erreur = seul(&rapport).erreur.clone().unwrap();
        assert!(erreur.contains("pèse plus de 20 Mo") && erreur.contains("CSV UTF-8"), "{erreur}");
    }
}

#[tokio::test]
async fn a_cell_beyond_the_last_column_or_row_is_told_and_lands_nowhere_else() {
    // 26^7 is more than 2^32: counted on 32 bits, « HGHEPVT » comes back around to a column of the sheet.
    for (rang, place) in ["AAAAAAAA2", "HGHEPVT2", "XFE2", "B99999999999", "B4294967298"].into_iter().enumerate() {
        for monde in mondes(&format!("hors_feuille_{rang}")).await {
            let mut zip = commence();
            let feuille = format!("{DEBUT}Maison{FIN}").replace("r=\"B2\"", &format!("r=\"{place}\""));
            assert!(feuille.contains(place));
            zip.write_all(feuille.as_bytes()).unwrap();
            let avant = monde.faits().await;
            let dossier = monde.deposer(&[("structures.xlsx", zip.finish().unwrap().into_inner())]);
            let (dit, _) = importer(&monde, &dossier.join("structures.xlsx"));
            assert!(dit.contains(&format!("a une cellule hors de la feuille ({place})")), "{dit}");
            assert_eq!(monde.faits().await, avant);
        }
    }
}
