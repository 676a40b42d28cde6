//! The second factor: six digits that change every thirty seconds (RFC 6238), and the drawing that sets it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use qrcodegen::{QrCode, QrCodeEcc};
use rand::Rng;
use totp_rs::{Builder, Secret};

/// Draws a shared secret of 160 bits, in base 32.
pub(super) fn tirer(alea: &mut impl Rng) -> String {
    let mut octets = [0u8; 20];
    alea.fill_bytes(&mut octets);
    Secret::new(Box::new(octets)).to_base32()
}

/// The step of thirty seconds whose code this is, at most one away from now and later than the last accepted.
pub(super) fn pas_accepte(secret: &str, code: &str, millis: i64, dernier: Option<i64>) -> Option<i64> {
    let secondes = u64::try_from(millis / 1_000).ok()?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.len() != 6 || !code.bytes().all(|o| o.is_ascii_digit()) {
        return None;
    }
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).build().ok()?;
    let pas = i64::try_from(totp.check(&code, secondes)?).ok()?;
    dernier.is_none_or(|d| pas > d).then_some(pas)
}

/// What an authenticator application reads.
pub(super) fn adresse(secret: &str, compte: &str) -> String {
    let garde = |o: u8| o.is_ascii_alphanumeric() || matches!(o, b'-' | b'_' | b'.' | b'~');
    let nom: String =
        compte.bytes().map(|o| if garde(o) { (o as char).to_string() } else { format!("%{o:02X}") }).collect();
    format!("otpauth://totp/Passerelle:{nom}?secret={secret}&issuer=Passerelle")
}

/// A QR code as the source of an image; `None` when the text is too long for one.
pub fn image(texte: &str) -> Option<String> {
    const MARGE: i32 = 4;
    let qr = QrCode::encode_text(texte, QrCodeEcc::Medium).ok()?;
    let cote = qr.size() + 2 * MARGE;
    let noirs = (0..qr.size()).flat_map(|y| (0..qr.size()).map(move |x| (x, y))).filter(|(x, y)| qr.get_module(*x, *y));
    let trace: String = noirs.map(|(x, y)| format!("M{} {}h1v1h-1z", x + MARGE, y + MARGE)).collect();
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {cote} {cote}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{cote}v{cote}H0z\"/><path d=\"{trace}\"/></svg>"
    );
    Some(format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1: the secret « 12345678901234567890 » in base 32, last six digits of each code.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const RFC: [(i64, &str); 4] =
        [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")];

    #[test]
    fn codes_are_those_of_the_rfc_and_each_is_accepted_once() {
        for (secondes, code) in RFC {
            let pas = secondes / 30;
            assert_eq!(pas_accepte(SECRET, code, secondes * 1_000, None), Some(pas), "{secondes}");
            assert_eq!(pas_accepte(SECRET, code, secondes * 1_000, Some(pas - 1)), Some(pas));
            assert_eq!(pas_accepte(SECRET, code, secondes * 1_000, Some(pas)), None, "a code was accepted twice");
            assert_eq!(pas_accepte(SECRET, code, (secondes + 90) * 1_000, None), None, "an old code was accepted");
        }
        let mots = format!("{} {}", &RFC[0].1[..3], &RFC[0].1[3..]);
        assert_eq!(pas_accepte(SECRET, &mots, 59_000, None), Some(1), "digits are often typed in two groups");
        for faux in ["", "28708", "2870822", "abcdef", "28708２"] {
            assert_eq!(pas_accepte(SECRET, faux, 59_000, None), None, "{faux}");
        }
    }

    #[test]
    fn the_drawing_holds_the_address() {
        let texte = adresse(SECRET, "Claire & co");
        assert_eq!(texte, format!("otpauth://totp/Passerelle:Claire%20%26%20co?secret={SECRET}&issuer=Passerelle"));
        assert!(image(&texte).is_some_and(|i| i.starts_with("data:image/svg+xml;base64,")));
    }
}
