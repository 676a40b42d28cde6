//! Where a request comes from: what limits by address count with.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;

/// The address of the reader; in IPv6 the prefix of 64 bits that one subscriber is given whole. Behind a trusted proxy it
/// is the last word of `X-Forwarded-For`, the proxy's own: anybody may write the others.
pub fn provenance(parties: &Parts, mandataire: bool) -> String {
    let transmise = || {
        let dernier = parties.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        lire(dernier.rsplit(',').next()?.trim())
    };
    let directe = || parties.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let adresse = if mandataire { transmise().or_else(directe) } else { directe() };
    adresse.map(prefixe).unwrap_or_default()
}

/// An address, alone or with its port, as proxies write it.
fn lire(texte: &str) -> Option<IpAddr> {
    let nu = texte.trim_start_matches('[').trim_end_matches(']');
    nu.parse().ok().or_else(|| texte.parse::<SocketAddr>().ok().map(|a| a.ip()))
}

/// What one subscriber holds.
pub fn prefixe(adresse: IpAddr) -> String {
    match adresse.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn parties(entetes: &[&str]) -> Parts {
        let mut requete = Request::builder();
        for e in entetes {
            requete = requete.header("x-forwarded-for", *e);
        }
        let mut parties = requete.body(()).expect("these headers are valid").into_parts().0;
        parties.extensions.insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4_000))));
        parties
    }

    #[test]
    fn only_the_last_word_of_a_trusted_proxy_is_believed() {
        for (entetes, attendue) in [
            (&["203.0.113.9"][..], "203.0.113.9"),
            (&["10.0.0.1, 203.0.113.9"], "203.0.113.9"),
            (&["10.0.0.1", "203.0.113.9"], "203.0.113.9"),
            (&["203.0.113.9:5123"], "203.0.113.9"),
            (&["[2001:db8:1:2:3::4]:5123"], "2001:db8:1:2::/64"),
            (&["2001:db8:1:2:ffff::1"], "2001:db8:1:2::/64"),
            (&["::ffff:203.0.113.9"], "203.0.113.9"),
            (&["n'importe quoi"], "192.0.2.1"),
            (&[], "192.0.2.1"),
        ] {
            assert_eq!(provenance(&parties(entetes), true), attendue, "{entetes:?}");
            assert_eq!(provenance(&parties(entetes), false), "192.0.2.1", "{entetes:?} without a proxy");
        }
    }
}
