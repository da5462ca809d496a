//! Posts that accounts want to find again.

crate::marks::marks!(bookmarks);
