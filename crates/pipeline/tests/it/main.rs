//! The pipeline as its users meet it: recipes, whole runs, and what is generated from its lists.

mod cache;
mod coding;
mod compared;
mod folder;
mod generated_pages;
mod gold;
mod own_tables;
mod pages;
mod periods;
mod recipes;
mod runs;
mod seed;
mod spilled;
mod study;
mod syndication;
mod vanished;
mod verify;
mod why;
