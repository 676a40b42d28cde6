//! UTF-8 that was encoded twice, or stands beside another encoding in one file.

/// Puts UTF-8 that was encoded twice back as it was: « Ã© » is « é ». What is not such a pair is left as it is.
pub(super) fn retablir(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len());
    let mut reste = texte;
    while let Some(debut) = reste.find(|c: char| !c.is_ascii()) {
        let (avant, suite) = reste.split_at(debut);
        let fin = suite.find(|c: char| c.is_ascii()).unwrap_or(suite.len());
        let (haut, apres) = suite.split_at(fin);
        sortie.push_str(avant);
        sortie.push_str(&retablir_suite(haut));
        reste = apres;
    }
    sortie.push_str(reste);
    sortie
}

/// The same for a run of characters beyond ASCII, group by group.
fn retablir_suite(haut: &str) -> String {
    let octets: Vec<Option<u8>> = haut.chars().map(octet_windows).collect();
    let caracteres: Vec<char> = haut.chars().collect();
    let (mut sortie, mut i) = (String::with_capacity(haut.len()), 0);
    while i < caracteres.len() {
        // Only what French text becomes: « é\u{a0}» » read as three bytes would be a Chinese sign.
        let longueur = match (octets[i], octets.get(i + 1)) {
            (Some(0xc2 | 0xc3 | 0xc5), _) => 2,
            (Some(0xe2), Some(Some(0x80..=0x84))) => 3,
            _ => 0,
        };
        let groupe: Option<Vec<u8>> =
            octets.get(i..i + longueur).filter(|g| !g.is_empty()).and_then(|g| g.iter().copied().collect());
        match groupe.as_deref().map(std::str::from_utf8) {
            Some(Ok(lu)) => {
                sortie.push_str(lu);
                i += longueur;
            }
            _ => {
                sortie.push(caracteres[i]);
                i += 1;
            }
        }
    }
    sortie
}

/// The byte of a character in Windows-1252; the undefined ones, and those of Latin 1, stand for themselves.
fn octet_windows(c: char) -> Option<u8> {
    if ('\u{80}'..='\u{ff}').contains(&c) {
        return u8::try_from(c).ok();
    }
    let mut tampon = [0; 4];
    let (octets, _, perdu) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut tampon));
    (!perdu && octets.len() == 1).then(|| octets[0])
}

/// Bytes of both encodings: what is UTF-8 is read so, the rest as Windows-1252.
pub(super) fn demeler(octets: &[u8]) -> String {
    octets.utf8_chunks().fold(String::with_capacity(octets.len()), |mut sortie, bout| {
        sortie.push_str(bout.valid());
        sortie.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(bout.invalid()).0);
        sortie
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_encoded_twice_is_put_back_and_what_was_not_is_left() {
        for (deux_fois, texte) in [
            ("ZoÃ© LefÃ¨vre", "Zoé Lefèvre"),
            ("Ã\u{89}lodie, dâ\u{80}\u{99}Ã\u{a0}", "Élodie, d’à"),
            ("Ã‰lodie dâ€™Ã\u{a0} LÅ“titia", "Élodie d’à Lœtitia"),
            ("NoÃ«l et Noël", "Noël et Noël"),
        ] {
            assert_eq!(retablir(deux_fois), texte);
        }
        for texte in
            ["JOÃO CONCEIÇÃO", "São", "«\u{a0}café\u{a0}»", "Zoé", "Юлия", "naïve – «\u{a0}oui\u{a0}» 10\u{a0}€"]
        {
            assert_eq!(retablir(texte), texte);
        }
    }

    #[test]
    fn a_file_of_two_encodings_is_read_accent_by_accent() {
        assert_eq!(demeler(b"\xc3\xa9t\xc3\xa9;\xe9t\xe9\n"), "été;été\n");
    }
}
