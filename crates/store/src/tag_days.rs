//! How much tags are used from day to day.

crate::uses::uses!(tag_days, tag_accounts, tag_id, Tag);
