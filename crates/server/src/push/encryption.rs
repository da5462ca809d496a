//! Making a message readable for one device alone (RFC 8291), also in the way that was drafted before it
//! and that some apps still expect.

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// What the device has told about itself.
pub(super) struct Device<'a> {
    /// A point on the curve, in full.
    pub(super) public: &'a [u8],
    pub(super) auth: &'a [u8],
}

/// How a message is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// `aes128gcm`, of RFC 8291.
    Standard,
    /// `aesgcm`, of the fourth draft of it.
    Draft,
}

/// A message that only the device can read.
pub(super) struct Sealed {
    pub(super) body: Vec<u8>,
    /// What the draft has in headers: our point and the salt, in base64.
    pub(super) point: String,
    pub(super) salt: String,
}

/// The key and the salt are used for one message only.
pub(super) fn seal(
    device: &Device<'_>,
    text: &[u8],
    coding: Coding,
) -> Result<Sealed, Unspecified> {
    let own = PrivateKey::generate(&ECDH_P256)?;
    let mut salt = [0; 16];
    rand::fill(&mut salt)?;
    seal_with(&own, &salt, device, text, coding)
}

/// Of the one record that a message is, as announced; it may be shorter.
const RECORD: u32 = 4096;

fn seal_with(
    own: &PrivateKey,
    salt: &[u8; 16],
    device: &Device<'_>,
    text: &[u8],
    coding: Coding,
) -> Result<Sealed, Unspecified> {
    let own_public = own.compute_public_key()?;
    let own_public = own_public.as_ref();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, device.public);
    let shared = agree(own, theirs, Unspecified, |it| Ok(it.to_vec()))?;
    let combined = Salt::new(HKDF_SHA256, device.auth).extract(&shared);
    let (key_info, context, name) = match coding {
        Coding::Standard => {
            let both = [b"WebPush: info\0", device.public, own_public].concat();
            (both, Vec::new(), "aes128gcm")
        }
        Coding::Draft => {
            let length = |it: &[u8]| u16::try_from(it.len()).unwrap_or_default().to_be_bytes();
            let context = [
                b"P-256\0".as_slice(),
                &length(device.public),
                device.public,
                &length(own_public),
                own_public,
            ];
            (
                b"Content-Encoding: auth\0".to_vec(),
                context.concat(),
                "aesgcm",
            )
        }
    };
    let secret = expand::<32>(&combined, &[&key_info])?;
    let derived = Salt::new(HKDF_SHA256, salt).extract(&secret);
    let info = format!("Content-Encoding: {name}\0");
    let key = expand::<16>(&derived, &[info.as_bytes(), &context])?;
    let nonce = expand::<12>(&derived, &[b"Content-Encoding: nonce\0", &context])?;

    let mut sealed = match coding {
        // The mark of the last record.
        Coding::Standard => [text, &[2]].concat(),
        // How much padding there is: none.
        Coding::Draft => [&[0, 0], text].concat(),
    };
    LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?).seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::empty(),
        &mut sealed,
    )?;
    let body = match coding {
        Coding::Standard => {
            let id_length = [u8::try_from(own_public.len()).unwrap_or_default()];
            let record = RECORD.to_be_bytes();
            [salt.as_slice(), &record, &id_length, own_public, &sealed].concat()
        }
        Coding::Draft => sealed,
    };
    Ok(Sealed {
        body,
        point: URL_SAFE_NO_PAD.encode(own_public),
        salt: URL_SAFE_NO_PAD.encode(salt),
    })
}

fn expand<const LENGTH: usize>(from: &Prk, info: &[&[u8]]) -> Result<[u8; LENGTH], Unspecified> {
    struct Length(usize);
    impl KeyType for Length {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut bytes = [0; LENGTH];
    from.expand(info, Length(LENGTH))?.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::{Coding, Device, seal_with};

    /// The example in the appendix of RFC 8291.
    #[test]
    fn a_message_is_what_the_specification_says() {
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64");
        let own = decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw");
        let own = PrivateKey::from_private_key(&ECDH_P256, &own).expect("a key");
        let salt = decode("DGv6ra1nlYgDCS1FRnbzlw")
            .try_into()
            .expect("16 bytes");
        let device = Device {
            public: &decode(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            ),
            auth: &decode("BTBZMqHH6r4Tts7J_aSIgg"),
        };
        let text = b"When I grow up, I want to be a watermelon";

        let sealed = seal_with(&own, &salt, &device, text, Coding::Standard).expect("sealed");

        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg\
                        Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVB\
                        St2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(URL_SAFE_NO_PAD.encode(&sealed.body), expected);
    }
}
