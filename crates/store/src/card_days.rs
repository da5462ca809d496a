//! How much pages are linked to from day to day.

crate::uses::uses!(card_days, card_accounts, card_id, Link);
