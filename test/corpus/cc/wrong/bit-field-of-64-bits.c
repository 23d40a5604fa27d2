struct s { long long a : 40; };
