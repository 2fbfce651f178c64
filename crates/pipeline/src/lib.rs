//! Recipe to plan to run to manifest
