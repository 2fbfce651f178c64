//! Contexts, pairs, contingency tables, association measures, null models and false discovery rates
